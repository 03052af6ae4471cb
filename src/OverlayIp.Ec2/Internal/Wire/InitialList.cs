namespace Amazon.EC2.Internal.Wire;

/// <summary>What a list property starts as: null, or empty where the process asked the SDK for that.</summary>
internal static class InitialList
{
    internal static List<T>? Of<T>() => AWSConfigs.InitializeCollections ? [] : null;
}
