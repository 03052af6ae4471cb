using System.Reflection;

namespace OverlayIp.Agent.Tests;

public class ExitCodeTests
{
    [Theory]
    [InlineData(OverlayErrorKind.InvalidArgument, 2)]
    [InlineData(OverlayErrorKind.NotFound, 4)]
    [InlineData(OverlayErrorKind.AlreadyExists, 3)]
    [InlineData(OverlayErrorKind.Refused, 3)]
    [InlineData(OverlayErrorKind.PermissionDenied, 5)]
    [InlineData(OverlayErrorKind.Authentication, 5)]
    [InlineData(OverlayErrorKind.LimitExceeded, 6)]
    [InlineData(OverlayErrorKind.Unavailable, 6)]
    [InlineData(OverlayErrorKind.Timeout, 6)]
    [InlineData(OverlayErrorKind.OperatingSystem, 1)]
    [InlineData(OverlayErrorKind.Unspecified, 1)]
    public void Every_sort_of_error_has_its_code(OverlayErrorKind kind, int code) => Assert.Equal(code, ExitCode.Of(kind));

    [Fact]
    public void No_sort_of_error_was_forgotten_above() =>
        Assert.Equal(
            Enum.GetValues<OverlayErrorKind>(),
            typeof(ExitCodeTests).GetMethod(nameof(Every_sort_of_error_has_its_code))!
                .GetCustomAttributes<InlineDataAttribute>()
                .Select(row => (OverlayErrorKind)row.GetData(null!).Single()[0])
                .Order());

    [Fact]
    public void The_table_has_every_code_once() =>
        Assert.Equal(
            typeof(ExitCode).GetFields(BindingFlags.Public | BindingFlags.Static).Where(f => f.IsLiteral).Select(f => (int)f.GetRawConstantValue()!).Order(),
            ExitCode.Table.Select(row => row.Code));
}
