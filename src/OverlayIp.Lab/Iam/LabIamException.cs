namespace OverlayIp.Lab.Iam;

/// <summary>A definition that cannot be used, and where it is.</summary>
/// <param name="path">The place, such as <c>users[0].policies[1].document.Statement[0].Effect</c>; empty for the whole.</param>
/// <param name="problem">What is wrong with it, as the end of a sentence that begins with the place.</param>
internal sealed class LabIamException(string path, string problem) : Exception(path.Length == 0 ? problem : $"{path}: {problem}");
