using OverlayIp.Lab.Actions;
using OverlayIp.Lab.Faults;
using OverlayIp.Lab.Http;
using OverlayIp.Lab.Iam;
using OverlayIp.Lab.Metadata;
using OverlayIp.Lab.Network;
using OverlayIp.Lab.Persistence;
using OverlayIp.Lab.Query;
using OverlayIp.Lab.Signing;
using OverlayIp.Lab.Sts;
using OverlayIp.Lab.Vpc;

namespace OverlayIp.Lab;

/// <summary>
/// A running lab: an EC2 Query endpoint on 127.0.0.1 with a VPC of its own, which the AWS CLI and every AWS SDK take for
/// EC2. Each lab has its own port, keys and state, so any number can run in one process.
/// </summary>
public sealed class LabServer : IAsyncDisposable
{
    private static int _started;

    private readonly LabAccount _account;
    private readonly StateStore _store;
    private readonly FaultPlan _faults;
    private readonly CredentialStore _credentials = new();
    private readonly LabIam? _iam;
    private readonly CallLog _calls = new();
    private readonly Credential _credential;
    private readonly DateTimeOffset _startedAt;
    private readonly string _name;
    private readonly HttpServer _server;
    private readonly Ec2Service _ec2;
    private readonly RequestPipeline _pipeline;
    private NetworkedServer? _network;

    private LabServer(LabOptions options, SavedLab? saved)
    {
        var ids = new IdSource(options.Seed);
        _name = options.Name ?? $"lab-{Interlocked.Increment(ref _started)}";
        _startedAt = options.Clock.GetUtcNow();
        _account = new LabAccount(
            saved?.AccountId ?? options.AccountId, saved?.Region ?? options.Region, ids, options.Clock, options.TransitionDelay)
        {
            IsNetworked = options.Network,
            Metadata = new MetadataDefaults(options.AllowMetadataV1, options.InstanceMetadataTags),
        };
        _credential = saved is null
            ? new Credential(ids.NewAccessKeyId(), ids.NewSecret())
            : new Credential(saved.AccessKeyId, saved.SecretAccessKey);
        var state = saved?.ToState()
            ?? (options.Shape is { } shape ? ShapedVpcs.Create(_account, shape, _startedAt)
                : options.Empty ? LabState.Empty
                : DefaultVpc.Create(_account, _startedAt));
        _store = new StateStore(state, options.Clock);
        _faults = new FaultPlan(options.Clock, options.Seed);
        _iam = options.Iam ?? saved?.Iam;
        Identity = new LabIdentity(_account, _store, _credentials, IamDirectory.Create(_iam, _account, _credential.AccessKeyId));
        _credentials.Add(_credential);
        _ec2 = new Ec2Service(_account, Identity, _store, new SigV4Verifier(_account.Region, "ec2", options.Clock, _credentials, new Ec2SignatureErrors()));
        _pipeline = new RequestPipeline(_account, Services(options), _store, _faults, _calls);
        _server = HttpServer.Start(options.Port, HttpTimeouts.Default, _pipeline.HandleAsync);
    }

    /// <summary>The identities: among them those of instances, for their metadata.</summary>
    public LabIdentity Identity { get; }

    /// <summary>The lab as a network, with the instances that run; null for one that has none.</summary>
    public NetworkedLab? Network => _network?.Lab;

    /// <summary>The state with every change that was accepted.</summary>
    internal LabState State => _store.Current;

    /// <summary>The faults that are switched on.</summary>
    public OverlayLabFault Fault => _faults.Present.Fault;

    /// <summary>The calls received, oldest first: the last 10,000. No secret is among their parameters.</summary>
    public IReadOnlyList<OverlayLabCall> Calls => _calls.Snapshot();

    /// <summary>Starts a lab.</summary>
    /// <param name="options">How to set it up.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="OverlayIpException"><c>LabPortInUse</c>; <c>LabStateInvalid</c> for a file that cannot be loaded;
    /// <c>LabOptionInvalid</c> for an option that makes no sense; <c>LabIamInvalid</c> for definitions that cannot be used;
    /// <c>LabNetworkNotPossible</c> where there can be no network.</exception>
    public static async Task<LabServer> StartAsync(LabOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        Require(options);
        cancellationToken.ThrowIfCancellationRequested();
        if (options.Network)
        {
            NetworkedLabs.Clean();
        }

        var saved = options.StatePath is null ? null : await LabFile.ReadAsync(options.StatePath, cancellationToken);
        var lab = Create(options, saved);
        if (!options.Network)
        {
            return lab;
        }

        try
        {
            await lab.BuildNetworkAsync(options);
            return lab;
        }
        catch (OverlayIpException)
        {
            await lab.DisposeAsync();
            throw;
        }
    }

    /// <summary>The lab at this moment.</summary>
    public OverlayLab Describe()
    {
        var state = State;
        var vpc = state.Vpcs.Values.FirstOrDefault(candidate => candidate.Name == DefaultVpc.Name);
        return new OverlayLab
        {
            Name = _name,
            EndpointUrl = $"http://127.0.0.1:{_server.Port}",
            Region = _account.Region,
            AccountId = _account.AccountId,
            AccessKeyId = _credential.AccessKeyId,
            SecretAccessKey = _credential.SecretAccessKey,
            VpcId = vpc?.Id,
            VpcCidr = vpc?.Cidrs[0].Block.ToString(),
            Nodes = Nodes(state, DefaultVpc.NodeRole),
            Clients = Nodes(state, DefaultVpc.ClientRole),
            IsNetworked = _network is not null,
            NetworkProblems = _network?.Problems ?? [],
            RouteTableIds = vpc is null ? [] : RouteTables(state, vpc),
            Fault = Fault,
            StartedAt = _startedAt,
            CallCount = _calls.Count,
            CallsUnderWay = _calls.UnderWay,
        };
    }

    /// <summary>Switches faults on and off: those given replace those that were on. Token buckets are full again.</summary>
    /// <param name="fault">The faults; a new <see cref="OverlayLabFault"/> has none.</param>
    /// <exception cref="OverlayIpException"><c>LabFaultInvalid</c>: a rate or a time out of bounds. The faults stay as they were.</exception>
    public void SetFault(OverlayLabFault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        _faults.Set(fault);
        _store.SetVisibilityDelay(fault.ConsistencyDelay);
    }

    /// <summary>Forgets the calls listed so far. <see cref="OverlayLab.CallCount"/> keeps counting.</summary>
    public void ClearCalls() => _calls.Clear();

    /// <summary>What the policies of a user say to an EC2 call. Nothing is carried out, and the call is not among <see cref="Calls"/>.</summary>
    /// <param name="userName">The user, as <see cref="LabOptions.Iam"/> names it.</param>
    /// <param name="action">The action, such as <c>ReplaceRoute</c>.</param>
    /// <param name="parameters">The call's parameters, such as <c>RouteTableId</c>; <c>DryRun</c> is added.</param>
    /// <exception cref="ArgumentException">There is no such user.</exception>
    public LabDecision Decide(string userName, string action, IReadOnlyDictionary<string, string> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var user = Identity.Directory.FindUser(userName) ?? throw new ArgumentException($"The lab has no user '{userName}'.", nameof(userName));
        var request = QueryParameters.Of(parameters.Where(p => p.Key != "DryRun")
            .Append(new("Action", action)).Append(new("Version", "2016-11-15")).Append(new("DryRun", "true")));
        return _ec2.Decide(request, new Caller(user, null));
    }

    /// <summary>Saves the lab to one JSON file, to be started from again with the same ids and keys. It holds the lab's
    /// secret key, so on Unix only its owner may read it.</summary>
    /// <param name="path">The file; one that exists is replaced.</param>
    /// <param name="cancellationToken">Ends the saving; a file that exists stays as it was.</param>
    /// <exception cref="OverlayIpException"><c>LabStateNotSaved</c>.</exception>
    public Task SaveAsync(string path, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var saved = SavedLab.Of(State, _account.Region, _account.AccountId, _credential, _iam);
        return LabFile.WriteAsync(path, saved, cancellationToken);
    }

    /// <summary>Accepts another key of the administrator.</summary>
    /// <param name="accessKeyId">The access key id.</param>
    /// <param name="secretAccessKey">The secret access key.</param>
    /// <param name="sessionToken">The session token that requests must carry, or null.</param>
    /// <param name="expiresAt">When the key stops working (<c>RequestExpired</c>), or null for never.</param>
    public void AddCredential(string accessKeyId, string secretAccessKey, string? sessionToken = null, DateTimeOffset? expiresAt = null) =>
        _credentials.Add(new Credential(accessKeyId, secretAccessKey, sessionToken, expiresAt));

    /// <summary>Stops the lab: what is under way is cut off, and its port is free again.</summary>
    /// <param name="cancellationToken">Ends the waiting, not the stop.</param>
    public Task StopAsync(CancellationToken cancellationToken) => DisposeAsync().AsTask().WaitAsync(cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // The network first: what runs in it may be in the middle of a call.
        if (_network is not null)
        {
            await _network.DisposeAsync();
        }

        await _server.DisposeAsync();
    }

    private static LabServer Create(LabOptions options, SavedLab? saved)
    {
        try
        {
            return new LabServer(options, saved);
        }
        catch (LabIamException problem)
        {
            throw LabIam.Invalid(problem, options.Iam is null ? options.StatePath : options.Iam.Source);
        }
    }

    private async Task BuildNetworkAsync(LabOptions options)
    {
        _network = await NetworkedServer.StartAsync(_account, _store, Describe(), options, Identity, _server.Port, _pipeline.HandleAsync);
        _pipeline.InForceAsync = _network.InForceAsync;
    }

    private LabServices Services(LabOptions options)
    {
        var sts = new SigV4Verifier(_account.Region, StsService.SigningName, options.Clock, _credentials, new StsSignatureErrors())
        {
            // Older tools still go to STS's global endpoint, which is in one Region as far as signatures go.
            GlobalRegion = _account.Partition == "aws" ? "us-east-1" : null,
        };
        return new LabServices(_ec2, new StsService(_account, Identity, sts), Identity, _credentials, options.VerifySignatures);
    }

    private static void Require(LabOptions options)
    {
        if (options.Port is < 0 or > 65535)
        {
            throw Invalid(options.Port, $"'{options.Port}' is not a TCP port. Expected 1 to 65535, or 0 for a free one.");
        }

        if (options.AccountId.Length != 12 || options.AccountId.AsSpan().ContainsAnyExceptInRange('0', '9'))
        {
            throw Invalid(options.AccountId, $"'{options.AccountId}' is not an account id. Expected 12 digits.");
        }

        if (options.PropagationDelay < TimeSpan.Zero || options.PropagationDelay > TimeSpan.FromDays(1) || (options.PropagationDelay > TimeSpan.Zero && !options.Network))
        {
            throw Invalid(
                options.PropagationDelay,
                $"A propagation delay of {options.PropagationDelay} makes no sense. Expected a time of up to one day, and a lab that is a network.");
        }

        if (options.Region.Split('-') is not [_, _, .., [>= '0' and <= '9', ..]])
        {
            throw Invalid(options.Region, $"'{options.Region}' is not a Region. Expected a name such as eu-central-1.");
        }
    }

    private static OverlayIpException Invalid(object subject, string message) =>
        new("LabOptionInvalid", OverlayErrorKind.InvalidArgument, message) { Subject = subject };

    private OverlayLabNode[] Nodes(LabState state, string role) => state.Instances.Values
        .Where(instance => instance.Tags.GetValueOrDefault(DefaultVpc.RoleTag) == role)
        .Select(instance => (Instance: instance, Interfaces: state.InterfacesOf(instance.Id)))
        .Where(node => node.Interfaces.Count > 0)
        .Select(node => (node.Instance, Primary: node.Interfaces[0]))
        .Select(node => new OverlayLabNode
        {
            Name = node.Instance.Name ?? node.Instance.Id,
            InstanceId = node.Instance.Id,
            NetworkInterfaceId = node.Primary.Id,
            PrivateIpAddress = node.Primary.PrivateIp,
            SubnetId = node.Primary.SubnetId,
            AvailabilityZone = node.Instance.Zone,
            VpcId = node.Primary.VpcId,
            State = node.Instance.State.NameOf(),
            NetworkNamespace = _network?.NamespaceOf(node.Instance.Id),
        })
        .OrderBy(node => node.Name, StringComparer.Ordinal)
        .ToArray();

    private static string[] RouteTables(LabState state, VpcResource vpc) => state.RouteTables.Values
        .Where(table => table.VpcId == vpc.Id)
        .OrderByDescending(table => table.IsMain)
        .ThenBy(table => table.Name, StringComparer.Ordinal)
        .ThenBy(table => table.Id, StringComparer.Ordinal)
        .Select(table => table.Id)
        .ToArray();
}
