using System.Management.Automation;
using System.Net;
using System.Reflection;

namespace OverlayIp.Binding;

/// <summary>
/// Reads credentials in the forms that an AWS administrator has at hand: a <see cref="PSCredential"/> (access key id and secret
/// key), the credentials object of AWS.Tools (whatever version of its assemblies is loaded), and objects or hashtables with
/// the properties <c>AccessKeyId</c>, <c>SecretAccessKey</c> and <c>SessionToken</c>, as STS and the AWS CLI give them.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class AwsCredentialAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        inputData is null
            ? null
            : Read(inputData) ?? throw new ArgumentTransformationMetadataException(
                "These are no AWS credentials. Expected a PSCredential (access key id and secret access key), an AWS.Tools credentials object, or an object with AccessKeyId, SecretAccessKey and, if temporary, SessionToken.");

    /// <summary>Reads credentials from an object, or answers null when it holds none. Never tells what it held.</summary>
    internal static OverlayCredential? Read(object input)
    {
        var value = input is PSObject wrapped ? wrapped.BaseObject : input;
        return value switch
        {
            OverlayCredential given => given,
            PSCredential given => Make(given.UserName, new NetworkCredential("", given.Password).Password, null),
            System.Collections.IDictionary table => Make(table["AccessKeyId"], table["SecretAccessKey"], table["SessionToken"]),
            _ => FromAwsTools(value) ?? FromProperties(PSObject.AsPSObject(input)),
        };
    }

    // AWS types are never referenced here: they belong to another module's assemblies, of whatever version. Both shapes are
    // those of AWS.Tools: $StoredAWSCredentials wraps an AWSCredentials in an internal property, and that one answers
    // GetCredentials() with AccessKey, SecretKey and Token.
    private static OverlayCredential? FromAwsTools(object value)
    {
        const BindingFlags any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
        var type = value.GetType();
        if (type.FullName?.StartsWith("Amazon.", StringComparison.Ordinal) != true)
        {
            return null;
        }

        if (type.GetProperty("Credentials", any)?.GetValue(value) is { } inner)
        {
            return FromAwsTools(inner);
        }

        var keys = Resolve(type.GetMethod("GetCredentials", Type.EmptyTypes), value) ?? value;
        object? Field(string name) => keys.GetType().GetProperty(name, any)?.GetValue(keys);
        return Make(Field("AccessKey") ?? Field("AccessKeyId"), Field("SecretKey") ?? Field("SecretAccessKey"), Field("Token") ?? Field("SessionToken"));
    }

    // Asking for the keys may sign in or assume a role, and what fails there is the user's to know.
    private static object? Resolve(MethodInfo? getCredentials, object value)
    {
        try
        {
            return getCredentials?.Invoke(value, null);
        }
        catch (TargetInvocationException e)
        {
            var cause = e.InnerException ?? e;
            throw new OverlayIpException("CredentialsUnusable", OverlayErrorKind.Authentication,
                $"The AWS.Tools credentials gave no keys: {cause.Message}", cause)
            {
                Subject = value.GetType().Name,
                IsFatal = true,
                RecommendedAction = "Renew them with Set-AWSCredential or 'aws sso login', or give -ProfileName or -Credential.",
            };
        }
    }

    private static OverlayCredential? FromProperties(PSObject value) =>
        Make(value.Properties["AccessKeyId"]?.Value, value.Properties["SecretAccessKey"]?.Value, value.Properties["SessionToken"]?.Value);

    private static OverlayCredential? Make(object? id, object? secret, object? token) =>
        id?.ToString() is { Length: > 0 } accessKeyId && secret?.ToString() is { Length: > 0 } secretAccessKey
            ? new OverlayCredential(accessKeyId, secretAccessKey, token?.ToString())
            : null;
}
