namespace OverlayIp.Lab.Query;

/// <summary>An error of one of the lab's APIs, to be answered as one: its code, message and HTTP status are what a caller sees.</summary>
internal abstract class ApiException(string code, string message, int status) : Exception(message)
{
    public string Code { get; } = code;

    public int Status { get; } = status;
}
