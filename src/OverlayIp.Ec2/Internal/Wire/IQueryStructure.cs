namespace Amazon.EC2.Internal.Wire;

/// <summary>A structure that can stand in a request.</summary>
internal interface IQueryStructure
{
    /// <summary>Writes the structure's members below the writer's prefix.</summary>
    void Write(QueryWriter writer);
}
