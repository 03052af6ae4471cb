namespace OverlayIp.Lab.Iam;

/// <summary>
/// Who may call a lab, and what they may do: IAM's users, roles and instance profiles, defined when the lab starts.
/// </summary>
/// <remarks>
/// <para>The lab always has an administrator, the user <c>lab</c>, who has the lab's own keys and may do everything. A user
/// of that name in the definitions takes the administrator's place: it has the lab's own keys, and may do what its policies say.</para>
/// <para>As a file (see <see cref="ReadAsync"/>) the definitions are one JSON object, in which comments and trailing commas are taken.
/// Every list may be left out, and so may what has a default:</para>
/// <code>
/// {
///   "users": [
///     { "name": "ops",
///       "path": "/",
///       "accessKeys": [ { "accessKeyId": "AKIAOPSEXAMPLE000001", "secretAccessKey": "…" } ],
///       "policies": [ { "name": "may-assume", "document": { "Version": "2012-10-17", "Statement": [ … ] } } ],
///       "tags": { "team": "databases" } } ],
///   "roles": [
///     { "name": "node",
///       "path": "/",
///       "trustPolicy": { "Version": "2012-10-17", "Statement": [ {
///         "Effect": "Allow", "Principal": { "Service": "ec2.amazonaws.com" }, "Action": "sts:AssumeRole" } ] },
///       "policies": [ { "name": "failover", "document": { … } } ],
///       "maxSessionDuration": 3600,
///       "tags": { } } ],
///   "instanceProfiles": [ { "name": "node", "path": "/", "role": "node" } ]
/// }
/// </code>
/// <para>Policy documents are those of IAM, with Action, NotAction, Resource, NotResource, Condition and policy variables. A document that the
/// lab cannot evaluate, because it is malformed or has a condition operator that does not exist, keeps the lab from starting.</para>
/// </remarks>
public sealed record LabIam
{
    /// <summary>The users.</summary>
    public IReadOnlyList<LabIamUser> Users { get; init; } = [];

    /// <summary>The roles.</summary>
    public IReadOnlyList<LabIamRole> Roles { get; init; } = [];

    /// <summary>The instance profiles, through which instances get the credentials of a role.</summary>
    public IReadOnlyList<LabIamInstanceProfile> InstanceProfiles { get; init; } = [];

    /// <summary>The file that they are from, for messages; null when they are from none.</summary>
    internal string? Source { get; init; }

    /// <summary>Reads definitions from JSON text.</summary>
    /// <param name="json">The text, of the form that this type describes.</param>
    /// <exception cref="OverlayIpException"><c>LabIamInvalid</c>: the message names the place within the text.</exception>
    public static LabIam Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            return LabIamReader.Read(json);
        }
        catch (LabIamException problem)
        {
            throw Invalid(problem);
        }
    }

    /// <summary>Reads definitions from a JSON file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="OverlayIpException"><c>LabIamInvalid</c>: the message names the file and the place within it.</exception>
    public static async Task<LabIam> ReadAsync(string path, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            return LabIamReader.Read(await File.ReadAllTextAsync(path, cancellationToken)) with { Source = path };
        }
        catch (LabIamException problem)
        {
            throw Invalid(problem, path);
        }
        catch (IOException cause)
        {
            throw Invalid(cause, path);
        }
        catch (UnauthorizedAccessException cause)
        {
            throw Invalid(cause, path);
        }
    }

    internal static OverlayIpException Invalid(Exception cause, string? path = null) => new(
        "LabIamInvalid",
        OverlayErrorKind.InvalidArgument,
        $"The lab's IAM definitions{(path is null ? "" : $" in '{path}'")} cannot be used: {cause.Message}",
        cause)
    {
        Subject = path,
        RecommendedAction = "Correct the definitions: Get-Help Start-OverlayLab -Parameter IamPath shows their form.",
    };
}
