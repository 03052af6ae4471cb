using OverlayIp.Engine.Connections;

namespace OverlayIp.Engine.Tests.Connections;

[Collection(AwsEnvironment.Alone.Name)]
public sealed class ConnectionCacheTests : IDisposable
{
    private readonly AwsEnvironment _environment = new();
    private readonly ConnectionCache _cache = new();

    public void Dispose()
    {
        _cache.Dispose();
        _environment.Dispose();
    }

    [Fact]
    public async Task The_same_settings_give_the_same_connection()
    {
        var first = await GetAsync(Settings());

        Assert.Same(first, await GetAsync(Settings()));
        Assert.Same(first.PacerFor("ReplaceRoute"), (await GetAsync(Settings())).PacerFor("ReplaceRoute"));
        Assert.NotSame(first.PacerFor("ReplaceRoute"), first.PacerFor("CreateRoute"));
    }

    public static TheoryData<string, Func<ConnectionSettings, ConnectionSettings>> Differences => new()
    {
        { "Region", s => s with { Region = "eu-west-2" } },
        { "access key", s => s with { Credential = new OverlayCredential("AKID2", "secret") } },
        { "secret", s => s with { Credential = new OverlayCredential("AKID1", "another") } },
        { "token", s => s with { Credential = new OverlayCredential("AKID1", "secret", "token") } },
        { "role", s => s with { RoleArn = "arn:aws:iam::123456789012:role/x" } },
        { "endpoint", s => s with { EndpointUrl = "http://127.0.0.1:1" } },
        { "time-out", s => s with { RequestTimeout = TimeSpan.FromSeconds(5) } },
    };

    [Theory]
    [MemberData(nameof(Differences))]
    public async Task Another_setting_gives_another_connection(string _, Func<ConnectionSettings, ConnectionSettings> change) =>
        Assert.NotSame(await GetAsync(Settings()), await GetAsync(change(Settings())));

    [Theory]
    [InlineData("AWS_PROFILE")]
    [InlineData("AWS_ACCESS_KEY_ID")]
    [InlineData("AWS_SESSION_TOKEN")]
    [InlineData("AWS_ENDPOINT_URL_EC2")]
    [InlineData("AWS_WEB_IDENTITY_TOKEN_FILE")]
    public async Task A_changed_environment_gives_another_connection_and_back_the_first(string variable)
    {
        var settings = new ConnectionSettings { Region = "eu-west-1" };
        var first = await GetAsync(settings);
        _environment.Set(variable, "http://changed.example");
        var second = await GetAsync(settings);
        _environment.Set(variable, null);

        Assert.NotSame(first, second);
        Assert.Same(first, await GetAsync(settings));
    }

    [Fact]
    public async Task An_edited_profile_file_gives_another_connection()
    {
        var settings = new ConnectionSettings { Region = "eu-west-1" };
        _environment.WriteCredentials("[default]\naws_access_key_id=a\naws_secret_access_key=b\n", new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        var first = await GetAsync(settings);
        _environment.WriteCredentials("[default]\naws_access_key_id=c\naws_secret_access_key=d\n", new DateTime(2026, 1, 2, 0, 0, 0, DateTimeKind.Utc));

        Assert.NotSame(first, await GetAsync(settings));
    }

    [Fact]
    public async Task Connections_opened_at_the_same_time_end_up_as_one()
    {
        var opened = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => GetAsync(Settings()))));

        Assert.Single(opened.Distinct());
    }

    [Fact]
    public async Task What_cannot_be_opened_is_not_kept()
    {
        await Assert.ThrowsAsync<OverlayIpException>(() => GetAsync(new ConnectionSettings()));
        _environment.WriteConfig("[default]\nregion = eu-west-1\n");

        Assert.Equal("eu-west-1", (await GetAsync(new ConnectionSettings())).Region);
    }

    private static ConnectionSettings Settings() => new() { Region = "eu-west-1", Credential = new OverlayCredential("AKID1", "secret") };

    private Task<Ec2Connection> GetAsync(ConnectionSettings settings) => _cache.GetAsync(settings, CancellationToken.None);
}
