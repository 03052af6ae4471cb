using System.Reflection;
using System.Runtime.InteropServices;

namespace OverlayIp.Architecture.Tests;

/// <summary>
/// What PowerShell sees of the module. A type of the AWS SDK in a public signature would have to be the same type in every
/// module of the session, which is the clash that the load context is there to avoid.
/// </summary>
public class PublicSurfaceTests
{
    private const BindingFlags PublicMembers = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    [Theory]
    [InlineData("OverlayIp")]
    [InlineData("OverlayIp.Model")]
    public void No_AWS_type_is_on_a_public_type_or_parameter(string project)
    {
        var assemblies = Directory.EnumerateFiles(Path.GetDirectoryName(Repository.AssemblyOf("OverlayIp"))!, "*.dll")
            .Concat(Directory.EnumerateFiles(RuntimeEnvironment.GetRuntimeDirectory(), "*.dll"))
            .DistinctBy(Path.GetFileName);
        using var context = new MetadataLoadContext(new PathAssemblyResolver(assemblies));
        var types = context.LoadFromAssemblyPath(Repository.AssemblyOf(project)).GetExportedTypes();

        var offending = from type in types
                        from mentioned in Signatures(type).SelectMany(Parts)
                        where mentioned.Namespace?.Split('.')[0] is "Amazon" or "AWSSDK" || mentioned.Assembly.GetName().Name!.StartsWith("AWSSDK", StringComparison.Ordinal)
                        select $"{type} mentions {mentioned}";
        Assert.Empty(offending);
    }

    private static IEnumerable<Type> Signatures(Type type)
    {
        if (type.BaseType is { } baseType)
            yield return baseType;
        foreach (var contract in type.GetInterfaces())
            yield return contract;
        foreach (var attribute in type.CustomAttributes)
            yield return attribute.AttributeType;
        foreach (var member in type.GetMembers(PublicMembers))
        {
            foreach (var mentioned in Signature(member))
                yield return mentioned;
        }
    }

    private static IEnumerable<Type> Signature(MemberInfo member) => member switch
    {
        FieldInfo field => [field.FieldType],
        PropertyInfo property => [property.PropertyType, .. property.GetIndexParameters().Select(p => p.ParameterType)],
        EventInfo @event => [@event.EventHandlerType!],
        MethodInfo method => [method.ReturnType, .. method.GetParameters().Select(p => p.ParameterType)],
        ConstructorInfo constructor => constructor.GetParameters().Select(p => p.ParameterType),
        _ => [],
    };

    private static IEnumerable<Type> Parts(Type type)
    {
        if (type.HasElementType)
            return Parts(type.GetElementType()!);
        return type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts).Prepend(type) : [type];
    }
}
