namespace Amazon.EC2.Internal.Wire;

/// <summary>A response or a structure in one, filled from XML element by element.</summary>
internal interface IXmlShape
{
    /// <summary>
    /// Reads the child element <paramref name="name"/> if the shape has a member for it. An element that is not read is
    /// skipped with all it contains, so members that EC2 adds later, and those left out here, do no harm.
    /// </summary>
    void ReadMember(string name, XmlShapeReader xml);
}
