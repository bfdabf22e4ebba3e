namespace Search.Tests;

/// <summary>The tests that need the packages: they are made once for all of them.</summary>
[CollectionDefinition(Name)]
public sealed class PackagesCollection : ICollectionFixture<PackedPackages>
{
    public const string Name = "packages";
}
