using System.Globalization;
using System.Reflection;

namespace OverlayIp.Help;

/// <summary>Reads cmdlets from metadata. Attributes are matched by name, so that any reference assembly of PowerShell will do.</summary>
internal static class CmdletReader
{
    private const string Automation = "System.Management.Automation.";

    /// <summary>The public cmdlets of an assembly, by name.</summary>
    public static IReadOnlyList<CmdletDescription> Read(Assembly assembly) =>
        [.. assembly.GetExportedTypes()
            .Where(t => !t.IsAbstract && Attribute(t.CustomAttributes, "CmdletAttribute") is not null)
            .Select(Read)
            .OrderBy(c => c.Name, StringComparer.Ordinal)];

    private static CmdletDescription Read(Type type)
    {
        var cmdlet = Attribute(type.CustomAttributes, "CmdletAttribute")!;
        var shouldProcess = Named<bool>(cmdlet, "SupportsShouldProcess");
        return new CmdletDescription
        {
            Type = type,
            Verb = (string)cmdlet.ConstructorArguments[0].Value!,
            Noun = (string)cmdlet.ConstructorArguments[1].Value!,
            DefaultSet = Named<string>(cmdlet, "DefaultParameterSetName"),
            HelpUri = Named<string>(cmdlet, "HelpUri"),
            SupportsShouldProcess = shouldProcess,
            Parameters =
            [
                .. Properties(type).Select(ReadParameter).OfType<ParameterDescription>(),
                .. shouldProcess ? BuiltInParameters.ShouldProcess : [],
                .. Named<bool>(cmdlet, "SupportsPaging") ? BuiltInParameters.Paging : [],
            ],
            Outputs = ReadOutputs(type),
        };
    }

    private static List<OutputDescription>? ReadOutputs(Type type)
    {
        List<OutputDescription>? outputs = null;
        foreach (var attribute in type.CustomAttributes.Where(a => a.AttributeType.FullName == Automation + "OutputTypeAttribute"))
        {
            outputs ??= [];
            foreach (var value in attribute.ConstructorArguments.SelectMany(Flatten))
            {
                if (value is Type { FullName: "System.Void" })
                    continue;
                outputs.Add(value is Type output ? new OutputDescription(FullName(output), output) : new OutputDescription((string)value!, null));
            }
        }

        return outputs is null ? null : [.. outputs.DistinctBy(o => o.TypeName)];
    }

    // The most derived class first: what is special to the cmdlet comes before what all have, such as the connection.
    private static IEnumerable<PropertyInfo> Properties(Type type)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var t = type; t is not null && !t.FullName!.StartsWith(Automation, StringComparison.Ordinal); t = t.BaseType)
        {
            foreach (var property in t.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).OrderBy(p => p.MetadataToken))
            {
                if (seen.Add(property.Name))
                    yield return property;
            }
        }
    }

    private static ParameterDescription? ReadParameter(PropertyInfo property)
    {
        var attributes = property.CustomAttributes.ToList();
        var sets = attributes
            .Where(a => a.AttributeType.FullName == Automation + "ParameterAttribute" && !Named<bool>(a, "DontShow"))
            .GroupBy(a => Named<string>(a, "ParameterSetName") ?? CmdletDescription.AllSets)
            .ToDictionary(g => g.Key, g => Membership(g.First()), StringComparer.Ordinal);
        if (sets.Count == 0)
            return null;

        var element = Nullable(property.PropertyType.IsArray ? property.PropertyType.GetElementType()! : property.PropertyType);
        var range = Attribute(attributes, "ValidateRangeAttribute")?.ConstructorArguments;
        return new ParameterDescription
        {
            Name = property.Name,
            Property = property,
            TypeName = ShortName(property.PropertyType),
            IsSwitch = property.PropertyType.FullName == Automation + "SwitchParameter",
            IsCollection = property.PropertyType.IsArray || (property.PropertyType.IsGenericType && property.PropertyType.GetInterfaces().Any(i => i.Name == "IEnumerable")),
            EnumType = element.IsEnum ? element : null,
            Globbing = Attribute(attributes, "SupportsWildcardsAttribute") is not null,
            Aliases = Strings(attributes, "AliasAttribute"),
            ValidValues = Strings(attributes, "ValidateSetAttribute"),
            ValidRange = range is { Count: 2 } ? (Text(range[0].Value), Text(range[1].Value)) : null,
            DefaultValue = DefaultValue(attributes),
            Sets = sets,
        };
    }

    private static SetMembership Membership(CustomAttributeData parameter)
    {
        var position = parameter.NamedArguments.Where(a => a.MemberName == "Position").Select(a => (int)a.TypedValue.Value!).DefaultIfEmpty(int.MinValue).First();
        return new SetMembership(
            Named<bool>(parameter, "Mandatory"),
            position == int.MinValue ? null : position,
            Named<bool>(parameter, "ValueFromPipeline"),
            Named<bool>(parameter, "ValueFromPipelineByPropertyName"),
            Named<bool>(parameter, "ValueFromRemainingArguments"));
    }

    private static string? DefaultValue(List<CustomAttributeData> attributes)
    {
        if (attributes.Find(a => a.AttributeType.FullName == "System.ComponentModel.DefaultValueAttribute") is { } general)
            return Text(general.ConstructorArguments[^1].Value);
        if (Attribute(attributes, "PSDefaultValueAttribute") is not { } automation)
            return null;
        return Named<string>(automation, "Help") ?? automation.NamedArguments.Where(a => a.MemberName == "Value").Select(a => Text(a.TypedValue.Value)).FirstOrDefault();
    }

    private static List<string> Strings(List<CustomAttributeData> attributes, string name) =>
        Attribute(attributes, name)?.ConstructorArguments.SelectMany(Flatten).OfType<string>().ToList() ?? [];

    private static IEnumerable<object?> Flatten(CustomAttributeTypedArgument argument) =>
        argument.Value is IReadOnlyCollection<CustomAttributeTypedArgument> many ? many.Select(a => a.Value) : [argument.Value];

    private static string Text(object? value) => value switch
    {
        null => "$null",
        bool flag => flag ? "$true" : "$false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static Type Nullable(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition().FullName == "System.Nullable`1" ? type.GetGenericArguments()[0] : type;

    private static string ShortName(Type type)
    {
        if (type.IsArray)
            return ShortName(type.GetElementType()!) + "[]";
        var value = Nullable(type);
        var arity = value.Name.IndexOf('`', StringComparison.Ordinal);
        return arity < 0 ? value.Name : $"{value.Name[..arity]}[{string.Join(',', value.GetGenericArguments().Select(ShortName))}]";
    }

    private static string FullName(Type type) => (Nullable(type).FullName ?? type.Name).Replace('+', '.');

    private static CustomAttributeData? Attribute(IEnumerable<CustomAttributeData> attributes, string name) =>
        attributes.FirstOrDefault(a => a.AttributeType.FullName == Automation + name);

    private static T? Named<T>(CustomAttributeData attribute, string name) =>
        attribute.NamedArguments.Where(a => a.MemberName == name).Select(a => (T?)a.TypedValue.Value).FirstOrDefault();
}
