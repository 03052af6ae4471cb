using System.Collections.Immutable;
using OverlayIp.Lab.Query;
using OverlayIp.Lab.Vpc;

namespace OverlayIp.Lab.Actions;

/// <summary>Reads tags, and the tag specifications that resources are created with.</summary>
internal static class TagParameters
{
    public const string Names = "TagSpecification.N.ResourceType TagSpecification.N.Tag.N.Key TagSpecification.N.Tag.N.Value";

    /// <summary>The same, as the actions on attachments and tables of transit gateways spell them.</summary>
    public const string PluralNames = "TagSpecifications.N.ResourceType TagSpecifications.N.Tag.N.Key TagSpecifications.N.Tag.N.Value";

    private static readonly string[] Spellings = ["TagSpecification", "TagSpecifications"];

    private const int TagsPerResource = 50;

    /// <summary>The tags that a create request gives to resources of one type.</summary>
    /// <param name="parameters">The request.</param>
    /// <param name="kind">The type.</param>
    /// <param name="alsoTaggable">Other types that the action creates as well, such as volumes.</param>
    public static ImmutableSortedDictionary<string, string> OfNew(QueryParameters parameters, ResourceKind kind, params string[] alsoTaggable)
    {
        var tags = Resource.NoTags;
        foreach (var specification in Specifications(parameters))
        {
            var type = parameters.Required($"{specification}.ResourceType");
            if (type == kind.Type)
            {
                tags = Merge(tags, Read(parameters, $"{specification}.Tag"));
            }
            else if (!alsoTaggable.Contains(type, StringComparer.Ordinal))
            {
                throw Ec2Errors.InvalidParameterValue($"'{type}' is not a valid taggable resource type for this operation.");
            }
        }

        return tags;
    }

    /// <summary>The names of the tag specifications of a request, such as <c>TagSpecification.1</c>.</summary>
    public static IEnumerable<string> Specifications(QueryParameters parameters) =>
        Spellings.SelectMany(name => parameters.Indexes(name).Select(index => $"{name}.{index}"));

    /// <summary>The tags <c>name.1.Key</c>, <c>name.1.Value</c>… A missing value is null.</summary>
    public static IReadOnlyList<KeyValuePair<string, string?>> Read(QueryParameters parameters, string name)
    {
        var tags = new List<KeyValuePair<string, string?>>();
        foreach (var index in parameters.Indexes(name))
        {
            var key = parameters.Required($"{name}.{index}.Key");
            var value = parameters.Optional($"{name}.{index}.Value");
            Validate(key, value);
            if (tags.Exists(tag => tag.Key == key))
            {
                throw Ec2Errors.InvalidParameterValue($"Duplicate tag key '{key}' specified.");
            }

            tags.Add(new(key, value));
        }

        return tags;
    }

    /// <summary>Adds tags to those that are there; the same key gets the new value.</summary>
    public static ImmutableSortedDictionary<string, string> Merge(
        ImmutableSortedDictionary<string, string> present, IEnumerable<KeyValuePair<string, string?>> added)
    {
        var merged = present.SetItems(added.Select(tag => KeyValuePair.Create(tag.Key, tag.Value ?? "")));
        return merged.Count <= TagsPerResource
            ? merged
            : throw new Ec2Exception("TagLimitExceeded", "The maximum number of Tags for a resource has been reached.");
    }

    private static void Validate(string key, string? value)
    {
        if (key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase))
        {
            throw Ec2Errors.InvalidParameterValue(
                $"Value ( {key} ) for parameter key is invalid. Tag keys starting with 'aws:' are reserved for internal use");
        }

        if (key.Length > 128)
        {
            throw Ec2Errors.InvalidParameterValue("Tag key exceeds the maximum length of 128 characters");
        }

        if (value?.Length > 256)
        {
            throw Ec2Errors.InvalidParameterValue("Tag value exceeds the maximum length of 256 characters");
        }
    }
}
