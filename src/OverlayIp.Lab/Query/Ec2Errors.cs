namespace OverlayIp.Lab.Query;

/// <summary>The errors that more than one action answers.</summary>
internal static class Ec2Errors
{
    public static Ec2Exception MissingParameter(string name) =>
        new("MissingParameter", $"The request must contain the parameter {name}");

    public static Ec2Exception InvalidParameterValue(string message) => new("InvalidParameterValue", message);

    public static Ec2Exception InvalidParameterCombination(string message) => new("InvalidParameterCombination", message);

    public static Ec2Exception InvalidValue(string value, string parameter, string why) =>
        new("InvalidParameterValue", $"Value ({value}) for parameter {parameter} is invalid. {why}");

    public static Ec2Exception DependencyViolation(string message) => new("DependencyViolation", message);

    public static Ec2Exception DryRun() =>
        new("DryRunOperation", "Request would have succeeded, but DryRun flag is set.", 412);

    public static Ec2Exception AuthFailure() =>
        new("AuthFailure", "AWS was not able to validate the provided access credentials", 401);
}
