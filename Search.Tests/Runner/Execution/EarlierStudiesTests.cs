using HyperSearch;
using HyperSearch.Core;
using HyperSearch.Runner;

namespace Search.Tests;

/// <summary>Which studies of a store a new one learns from.</summary>
public sealed class EarlierStudiesTests
{
    private static readonly Parameter[] Parameters = [new FloatParameter("a", 0, 1), new FloatParameter("b", 1, 2, Scale.Log), new IntParameter("c", 1, 9), new ChoiceParameter<int>("d", [1, 2])];

    private static readonly StudyDefinition New = new("new", new SearchSpace(Parameters), Goal.Minimize("loss"), 1);

    private readonly List<string> _warnings = [];

    [Fact]
    public async Task By_default_those_with_half_of_its_parameters_and_three_complete_trials_the_newest_first()
    {
        await using var store = new MemoryStudyStore();
        await AddAsync(store, "the same", 3, Parameters);
        await AddAsync(store, "other ranges", 3, new FloatParameter("a", -5, 7), new FloatParameter("b", 1, 20, Scale.Log), new FloatParameter("more", 0, 1), new FloatParameter("yet more", 0, 1));
        await AddAsync(store, "a quarter", 30, Parameters[0], new FloatParameter("x", 0, 1));
        await AddAsync(store, "two trials", 2, Parameters);
        await AddAsync(store, "other kinds", 30, new IntParameter("a", 0, 1), new FloatParameter("b", 1, 2), new IntParameter("c", 1, 9), new OrdinalParameter<int>("d", [1, 2]));
        await AddAsync(store, "new", 30, Parameters);

        Assert.Equal(["other ranges", "the same"], await NamesAsync(store, Earlier.Related));
        Assert.Empty(await NamesAsync(store, Earlier.None));
    }

    [Fact]
    public async Task A_study_of_a_trainer_that_has_no_related_one_is_given_the_shipped_settings_unless_it_asks_for_none()
    {
        await using var store = new MemoryStudyStore();
        var trainer = New with { Space = new(new FloatParameter("lr", 1e-5, 1, Scale.Log), new FloatParameter("dropout", 0, 0.5)) };

        var given = Assert.Single(await EarlierStudies.TakeAsync(store, trainer, Earlier.Related, _warnings.Add));

        Assert.Equal(ShippedPortfolio.Name, given.Name);
        Assert.True(given.IsPortfolio);
        Assert.Empty(await EarlierStudies.TakeAsync(store, trainer, Earlier.None, _warnings.Add));
        await AddAsync(store, "related", 3, [.. trainer.Space.Parameters]);
        Assert.Equal("related", Assert.Single(await EarlierStudies.TakeAsync(store, trainer, Earlier.Related, _warnings.Add)).Name);
    }

    [Fact]
    public async Task Those_that_are_named_need_no_more_than_a_parameter_and_a_complete_trial()
    {
        await using var store = new MemoryStudyStore();
        await AddAsync(store, "a quarter", 1, Parameters[0], new FloatParameter("x", 0, 1));
        await AddAsync(store, "another quarter", 0, Parameters);
        await AddAsync(store, "new", 30, Parameters);

        Assert.Equal(["a quarter"], await NamesAsync(store, Earlier.Studies("*quarter", "a *")));
        await Assert.ThrowsAsync<StoreException>(() => NamesAsync(store, Earlier.Studies("a quarter", "new")));
    }

    [Fact]
    public async Task The_ten_newest_are_taken_and_of_more_that_were_named_it_is_told()
    {
        await using var store = new MemoryStudyStore();
        for (var i = 0; i < 12; i++)
            await AddAsync(store, $"study {i}", 3, Parameters);

        Assert.Equal(Enumerable.Range(2, 10).Reverse().Select(i => $"study {i}"), await NamesAsync(store, Earlier.Related));
        Assert.Empty(_warnings);
        Assert.Equal(10, (await NamesAsync(store, Earlier.Studies("study*"))).Length);
        Assert.Equal("Of 12 studies to learn from, the 10 newest are taken.", Assert.Single(_warnings));
    }

    [Fact]
    public async Task A_space_without_parameters_learns_from_nothing()
    {
        await using var store = new MemoryStudyStore();
        await AddAsync(store, "empty", 3);

        Assert.Empty(await EarlierStudies.TakeAsync(store, New with { Space = new SearchSpace() }, Earlier.Related, _warnings.Add, TestContext.Current.CancellationToken));
    }

    private static async Task AddAsync(MemoryStudyStore store, string name, int trials, params Parameter[] parameters)
    {
        var record = await store.OpenAsync(New with { Name = name, Space = new SearchSpace(parameters) });
        for (var i = 0; i < trials; i++)
            await record.FinishAsync((await record.StartAsync(history => new(new Point(new double[history.Space.Count])), null))!, TrialResult.Complete(i));
    }

    private async Task<string[]> NamesAsync(MemoryStudyStore store, Earlier which) =>
        [.. (await EarlierStudies.TakeAsync(store, New, which, _warnings.Add, TestContext.Current.CancellationToken)).Select(study => study.Name)];
}
