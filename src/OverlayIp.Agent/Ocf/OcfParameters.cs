namespace OverlayIp.Agent.Ocf;

/// <summary>Every parameter: those of ocf:heartbeat:aws-vpc-move-ip, with its names, meanings and defaults.</summary>
internal static class OcfParameters
{
    public static readonly OcfParameter AwsCli = new("awscli", "string", "/usr/bin/aws", "Not used",
        "Accepted so that a resource of aws-vpc-move-ip needs no change. The AWS CLI is not needed.");

    public static readonly OcfParameter AuthType = new("auth_type", "string", "key", "key or role",
        "key: the credentials of the profile. role: those of the instance's role, without any profile; the parameter region must be set then.");

    public static readonly OcfParameter Profile = new("profile", "string", "default", "AWS profile",
        "The profile of the AWS configuration files of root. One without credentials of its own, or no profile \"default\" at all, means the instance's role.");

    public static readonly OcfParameter Region = new("region", "string", "", "Region",
        "The Region, such as eu-central-1. Not set: the one that this instance is in.");

    public static readonly OcfParameter Ip = new("ip", "string", "", "Overlay address",
        "The overlay address, such as 10.2.0.1: IPv4 or IPv6, outside every block of the VPC.") { IsRequired = true };

    public static readonly OcfParameter Address = new("address", "string", "", "Old name of ip",
        "What older configurations have for ip. Where both are set, ip counts.");

    public static readonly OcfParameter RoutingTable = new("routing_table", "string", "", "Route tables",
        "The ids of the route tables that have a route for the address, separated by commas: rtb-0123456789abcdef0,rtb-0fedcba9876543210. All are changed at once.")
    { IsRequired = true };

    public static readonly OcfParameter RoutingTableRole = new("routing_table_role", "string", "", "Role for the route tables",
        "The ARN of a role to assume for reading and changing the route tables, as in a shared VPC. One for all of them, or one for each in the order of"
        + " routing_table, separated by commas; an empty place is for a table that needs none.");

    public static readonly OcfParameter Interface = new("interface", "string", "eth0", "Network interface",
        "The network interface that gets the address, and whose ENI the routes point to. Not set on a node without an eth0: the one that the default route leaves by.");

    public static readonly OcfParameter InterfaceLabel = new("iflabel", "string", "", "Label of the address",
        "Is put behind the interface's name and a colon as the label of the address. All of it has at most 15 characters.");

    public static readonly OcfParameter MonitorApi = new("monapi", "boolean", "false", "Monitor the route tables",
        "true: every monitor looks at the route tables as well, not only a probe and a start. An API that does not answer is no failure of the resource.");

    public static readonly OcfParameter LookupType = new("lookup_type", "string", "InstanceId", "InstanceId or NetworkInterfaceId",
        "What the monitor finds in order. InstanceId: a route to any network interface of this instance. NetworkInterfaceId: one to this interface's ENI alone."
        + " A start always points the routes to this ENI.");

    public static readonly OcfParameter CurlRetries = new("curl_retries", "integer", "", "Patience with instance metadata",
        "Times curl_sleep it gives the seconds for which instance metadata that do not answer are asked again. Not set: nearly all the time that a start has.");

    public static readonly OcfParameter CurlSleep = new("curl_sleep", "integer", "", "Patience with instance metadata",
        "See curl_retries.");

    public static readonly OcfParameter AwsCliTimeout = new("awscli_timeout", "integer", "", "Time for one request",
        "How many seconds one request to EC2 may take before it is sent again. Not set: a quarter of the operation's time-out, at most 10 seconds.");

    /// <summary>All of them, in the order of the meta-data.</summary>
    public static IReadOnlyList<OcfParameter> All { get; } =
    [
        Ip, Address, RoutingTable, RoutingTableRole, Interface, InterfaceLabel, MonitorApi, LookupType, Region, AuthType, Profile, AwsCliTimeout, CurlRetries,
        CurlSleep, AwsCli,
    ];
}
