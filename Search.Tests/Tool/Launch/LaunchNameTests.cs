using System.Text.RegularExpressions;
using HyperSearch.Tool;

namespace Search.Tests;

/// <summary>Names in a cluster, whatever a study is called.</summary>
public sealed partial class LaunchNameTests
{
    private static readonly LaunchedStore Store = LaunchedStore.Of("postgres://me@db/studies");

    [Fact]
    public void Every_study_has_a_DNS_label_of_its_own_with_room_for_the_number_of_a_worker()
    {
        var names = HostileNames.All.Select(study => LaunchName.Of(study, Store)).ToArray();

        Assert.All(names, name => Assert.Matches(Label(), name));
        Assert.Equal(names.Length, names.Distinct().Count());
    }

    [Fact]
    public void The_same_study_of_another_store_has_another_name_and_of_the_same_store_the_same()
    {
        Assert.NotEqual(LaunchName.Of("churn", Store), LaunchName.Of("churn", LaunchedStore.Of("postgres://me@db/others")));
        Assert.Equal(LaunchName.Of("churn", Store), LaunchName.Of("churn", LaunchedStore.Of("Host=db;Username=you;Database=studies;Password=secret")));
    }

    // With "-99999" behind it at most 63 characters.
    [GeneratedRegex(@"^[a-z]([-a-z0-9]{0,55}[a-z0-9])\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Label();
}
