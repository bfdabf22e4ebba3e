using HyperSearch.Runner;

namespace Search.Tests;

public sealed class ProposalLatencyTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(1), Long = TimeSpan.FromSeconds(5);

    private readonly ProposalLatency _latency = new();

    [Fact]
    public void The_first_proposal_is_not_expected_to_be_quick()
    {
        Assert.False(_latency.IsFast);
        Assert.False(_latency.IsTolerable);
        _latency.Record(Short);
        Assert.True(_latency.IsFast);
    }

    [Fact]
    public void A_slow_proposal_sends_the_next_ones_outside()
    {
        Enumerable.Repeat(Short, 10).Append(Long).ToList().ForEach(_latency.Record);
        Assert.Equal(4, OutsideOf(Short));
    }

    [Fact]
    public void A_strategy_that_is_slow_now_and_then_is_soon_outside_all_the_time()
    {
        for (var i = 0; i < 12; i++)
        {
            OutsideOf(Short, most: 50);
            _latency.Record(Long);
        }
        Assert.True(OutsideOf(Short) > 50);
    }

    [Fact]
    public void Many_quick_proposals_make_up_for_slow_ones()
    {
        for (var i = 0; i < 5; i++)
            _latency.Record(Long);
        for (var i = 0; i < 2000; i++)
            _latency.Record(Short);
        _latency.Record(Long);
        Assert.Equal(4, OutsideOf(Short));
    }

    [Fact]
    public void A_proposal_that_others_cannot_wait_for_is_never_bearable()
    {
        _latency.Record(Long);
        Assert.True(_latency.IsTolerable);
        _latency.Record(TimeSpan.FromMinutes(2));
        Assert.False(_latency.IsTolerable);
    }

    // How many proposals of this length are made outside.
    private int OutsideOf(TimeSpan time, int most = int.MaxValue)
    {
        var count = 0;
        for (; !_latency.IsFast && count < most; count++)
            _latency.Record(time);
        return count;
    }
}
