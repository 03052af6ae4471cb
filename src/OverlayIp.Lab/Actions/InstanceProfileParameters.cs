using OverlayIp.Lab.Iam;
using OverlayIp.Lab.Query;

namespace OverlayIp.Lab.Actions;

/// <summary>The instance profile that a request names: by its name or by its ARN.</summary>
internal static class InstanceProfileParameters
{
    public const string Names = "IamInstanceProfile.Arn IamInstanceProfile.Name";

    /// <summary>The profile, or null when none is named. Without any definitions a name is taken and has no effect.</summary>
    /// <exception cref="Ec2Exception">There is no such profile, or it is named twice.</exception>
    public static IamProfile? Read(ActionContext context)
    {
        var (name, arn) = (context.Parameters.Optional("IamInstanceProfile.Name"), context.Parameters.Optional("IamInstanceProfile.Arn"));
        if (name is not null && arn is not null)
        {
            throw Ec2Errors.InvalidParameterCombination("The parameter 'iamInstanceProfile.name' may not be used in combination with 'iamInstanceProfile.arn'");
        }

        if ((name is null && arn is null) || context.Identity.Directory.IsDefault)
        {
            return null;
        }

        return name is not null
            ? context.Identity.Directory.FindProfile(name) ?? throw Ec2Errors.InvalidValue(name, "iamInstanceProfile.name", "Invalid IAM Instance Profile name")
            : context.Identity.Directory.FindProfileByArn(arn!) ?? throw Ec2Errors.InvalidValue(arn!, "iamInstanceProfile.arn", "Invalid IAM Instance Profile ARN");
    }
}
