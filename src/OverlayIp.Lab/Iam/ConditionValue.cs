namespace OverlayIp.Lab.Iam;

/// <summary>A value that a condition compares with: the text, and what an operator has made of it when the document was read.</summary>
/// <param name="Text">The text as it stands in the document.</param>
/// <param name="Prepared">What the operator's <see cref="ConditionOperator.Prepare"/> answered.</param>
internal sealed record ConditionValue(string Text, object Prepared);
