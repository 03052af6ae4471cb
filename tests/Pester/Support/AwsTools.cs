// Shapes of what AWS.Tools puts into a session: the property names of its objects, and the wrapping of its credentials.
namespace Amazon.EC2.Model
{
    public sealed class Instance
    {
        public string InstanceId { get; set; }
        public string VpcId { get; set; }
        public string SubnetId { get; set; }
        public string PrivateIpAddress { get; set; }
        public InstanceState State { get; set; }
        public System.Collections.Generic.List<InstanceNetworkInterface> NetworkInterfaces { get; set; }
        public System.Collections.Generic.List<Tag> Tags { get; set; }
    }

    public sealed class InstanceState
    {
        public int Code { get; set; }
        public string Name { get; set; }
    }

    public sealed class InstanceNetworkInterface
    {
        public string NetworkInterfaceId { get; set; }
        public bool SourceDestCheck { get; set; }
    }

    public sealed class NetworkInterface
    {
        public string NetworkInterfaceId { get; set; }
        public string VpcId { get; set; }
        public bool SourceDestCheck { get; set; }
    }

    public sealed class RouteTable
    {
        public string RouteTableId { get; set; }
        public string VpcId { get; set; }
        public System.Collections.Generic.List<Tag> Tags { get; set; }
    }

    public sealed class Tag
    {
        public string Key { get; set; }
        public string Value { get; set; }
    }
}

namespace Amazon.Runtime
{
    public sealed class FakeCredentials
    {
        private readonly ImmutableCredentials _keys;
        private readonly string _problem;

        public FakeCredentials(string accessKey, string secretKey, string token, string problem)
        {
            _keys = new ImmutableCredentials(accessKey, secretKey, token);
            _problem = problem;
        }

        public ImmutableCredentials GetCredentials() => string.IsNullOrEmpty(_problem) ? _keys : throw new System.InvalidOperationException(_problem);
    }

    public sealed class ImmutableCredentials
    {
        public ImmutableCredentials(string accessKey, string secretKey, string token)
        {
            AccessKey = accessKey;
            SecretKey = secretKey;
            Token = token;
        }

        public string AccessKey { get; }
        public string SecretKey { get; }
        public string Token { get; }
    }
}

namespace Amazon.PowerShell.Common
{
    public sealed class AWSPSCredentials
    {
        public AWSPSCredentials(Amazon.Runtime.FakeCredentials credentials) => Credentials = credentials;
        internal Amazon.Runtime.FakeCredentials Credentials { get; }
    }
}
