namespace OverlayIp.Engine.Addressing.Persistence;

// One network stack: how it can be told, what its files say, and how an address is written into them.
internal interface IAddressStack
{
    OverlayAddressStack Kind { get; }

    // Where it has the interface configured; null when it does not manage it. "byFiles" asks for configuration alone, as
    // for an image or when the user insists; else the state of the running system decides.
    StackTarget? Locate(SystemView view, string interfaceName, bool byFiles);

    // Every address that its files have, whoever wrote it. Without IsEffective, which is the caller's to judge.
    IEnumerable<PersistedAddress> Find(SystemView view);

    // Whether an address in one of its files will be there after a boot. "target" is where this stack has the interface
    // configured, null when another one manages it.
    bool IsRead(SystemView view, PersistedAddress entry, StackTarget? target) => target is not null;

    StackPlan PlanAdd(SystemView view, PersistRequest request, StackTarget target);

    // Takes back what PlanAdd did, given what Find found.
    StackPlan PlanRemove(SystemView view, PersistedAddress entry);
}
