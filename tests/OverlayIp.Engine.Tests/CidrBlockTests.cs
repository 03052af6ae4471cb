namespace OverlayIp.Engine.Tests;

public class CidrBlockTests
{
    [Theory]
    [InlineData("10.2.0.1", "10.2.0.1/32", false)]
    [InlineData(" 10.2.0.1/32 ", "10.2.0.1/32", false)]
    [InlineData("100.68.0.18/18", "100.68.0.0/18", true)]
    [InlineData("0.0.0.0/0", "0.0.0.0/0", false)]
    [InlineData("255.255.255.255/1", "128.0.0.0/1", true)]
    [InlineData("2001:DB8:0::1", "2001:db8::1/128", false)]
    [InlineData("2001:db8::1/64", "2001:db8::/64", true)]
    public void Canonical_form_is_what_EC2_stores(string text, string canonical, bool cleared)
    {
        Assert.Equal(canonical, CidrBlock.Parse(text, out var hostBitsCleared).ToString());
        Assert.Equal(cleared, hostBitsCleared);
    }

    [Theory]
    [InlineData("")]
    [InlineData("10.2")]
    [InlineData("010.2.0.1")]
    [InlineData("0x0a.2.0.1")]
    [InlineData("10.2.0.256")]
    [InlineData("10.2.0.1/33")]
    [InlineData("10.2.0.1/")]
    [InlineData("10.2.0.1/+8")]
    [InlineData("10.2.0.1/-1")]
    [InlineData("10.2.0.1/24/8")]
    [InlineData("fe80::1%eth0")]
    [InlineData("[2001:db8::1]")]
    [InlineData("2001:db8::1/129")]
    [InlineData("i-0123456789abcdef0")]
    public void What_is_no_block_is_refused_with_an_example(string text)
    {
        Assert.False(CidrBlock.TryParse(text, out _));
        Assert.Contains("xpected", Assert.Throws<FormatException>(() => CidrBlock.Parse(text)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("10.0.0.0/16", "10.0.255.255", true)]
    [InlineData("10.0.0.0/16", "10.1.0.0", false)]
    [InlineData("10.0.0.0/16", "10.0.0.0/8", false)]
    [InlineData("10.0.0.0/12", "10.15.0.0/16", true)]
    [InlineData("10.0.0.0/12", "10.16.0.0/16", false)]
    [InlineData("0.0.0.0/0", "::1", false)]
    [InlineData("2001:db8::/33", "2001:db8:7fff::/48", true)]
    [InlineData("2001:db8::/33", "2001:db8:8000::/48", false)]
    public void Containment_goes_by_prefix_and_family(string outer, string inner, bool contained) =>
        Assert.Equal(contained, CidrBlock.Parse(outer).Contains(CidrBlock.Parse(inner)));

    [Fact]
    public void Equal_blocks_are_equal_keys()
    {
        Assert.Equal(CidrBlock.Parse("10.2.0.9/24"), CidrBlock.Parse("10.2.0.0/24"));
        Assert.Equal(CidrBlock.Parse("10.2.0.9/24").GetHashCode(), CidrBlock.Parse("10.2.0.0/24").GetHashCode());
        Assert.NotEqual(CidrBlock.Parse("10.2.0.0/24"), CidrBlock.Parse("10.2.0.0/25"));
    }
}
