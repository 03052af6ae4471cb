namespace OverlayIp.Lab.Iam;

/// <summary>Reads definitions from JSON. Their form is checked here, what they mean when a lab starts with them.</summary>
internal static class LabIamReader
{
    /// <exception cref="LabIamException">The text is not of the form.</exception>
    public static LabIam Read(string json) => Read(DefinitionElement.Parse(json, ""));

    /// <exception cref="LabIamException">The element is not of the form.</exception>
    public static LabIam Read(DefinitionElement root)
    {
        root.RequireObject("users", "roles", "instanceProfiles");
        return new LabIam
        {
            Users = List(root, "users", User),
            Roles = List(root, "roles", Role),
            InstanceProfiles = List(root, "instanceProfiles", Profile),
        };
    }

    private static LabIamUser User(DefinitionElement user)
    {
        user.RequireObject("name", "path", "accessKeys", "policies", "tags");
        return new LabIamUser
        {
            Name = user.Required("name").Text(),
            Path = PathOf(user),
            AccessKeys = List(user, "accessKeys", AccessKey),
            Policies = List(user, "policies", Policy),
            Tags = Tags(user),
        };
    }

    private static LabIamRole Role(DefinitionElement role)
    {
        role.RequireObject("name", "path", "trustPolicy", "policies", "maxSessionDuration", "tags");
        return new LabIamRole
        {
            Name = role.Required("name").Text(),
            Path = PathOf(role),
            TrustPolicy = Document(role.Required("trustPolicy")),
            Policies = List(role, "policies", Policy),
            MaxSessionDuration = role.Member("maxSessionDuration")?.Integer() ?? 3600,
            Tags = Tags(role),
        };
    }

    private static LabIamInstanceProfile Profile(DefinitionElement profile)
    {
        profile.RequireObject("name", "path", "role");
        return new LabIamInstanceProfile(profile.Required("name").Text(), profile.Member("role")?.Text()) { Path = PathOf(profile) };
    }

    private static LabAccessKey AccessKey(DefinitionElement key)
    {
        key.RequireObject("accessKeyId", "secretAccessKey");
        return new LabAccessKey(key.Required("accessKeyId").Text(), key.Required("secretAccessKey").Text());
    }

    private static LabIamPolicy Policy(DefinitionElement policy)
    {
        policy.RequireObject("name", "document");
        return new LabIamPolicy(policy.Required("name").Text(), Document(policy.Required("document")));
    }

    private static string Document(DefinitionElement document)
    {
        document.Members();
        return document.Json.GetRawText();
    }

    private static string PathOf(DefinitionElement owner) => owner.Member("path")?.Text() ?? "/";

    private static Dictionary<string, string> Tags(DefinitionElement owner) =>
        (owner.Member("tags")?.Members() ?? []).ToDictionary(tag => tag.Name, tag => tag.Value.Text(), StringComparer.Ordinal);

    private static T[] List<T>(DefinitionElement owner, string name, Func<DefinitionElement, T> read) =>
        owner.Member(name) is { } list ? list.Items().Select(read).ToArray() : [];
}
