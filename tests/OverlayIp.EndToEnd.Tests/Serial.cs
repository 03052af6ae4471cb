// Outages are timed: two tests at once would time each other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
