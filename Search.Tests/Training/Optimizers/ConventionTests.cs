using HyperSearch.Training;

namespace Search.Tests;

/// <summary>What docs/conventions.md says of the trainer's optimizers beside PyTorch's.</summary>
public sealed unsafe class ConventionTests
{
    // w = torch.zeros(1, dtype=torch.float64, requires_grad=True); o = torch.optim.SGD([w], lr=1.0, momentum=0.9)
    // for lr in (1, 1, 0.1, 0.1): o.param_groups[0]["lr"] = lr; w.grad = torch.ones(1, dtype=torch.float64); o.step()
    private static readonly double[] MomentumOfPyTorch = [-1, -2.9, -3.171, -3.5149];

    [Fact]
    public void Momentum_is_that_of_PyTorch_until_the_rate_falls_and_then_keeps_its_velocity()
    {
        var here = Places(Optimizer.Momentum(1, 0.9), start: 0, [1, 1, 0.1, 0.1], [1, 1, 1, 1]);
        Assert.All(MomentumOfPyTorch.Take(2).Zip(here), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
        // v = −0.9 · 1.9 − 0.1, then −0.9 · 1.81 − 0.1.
        Assert.Equal([-4.71, -6.439], here.Skip(2).Select(place => Math.Round(place, 5)));
    }

    [Fact]
    public void NAdam_is_that_of_the_paper_of_which_PyTorch_1_13_takes_a_shorter_first_step()
    {
        // w = torch.ones(1, dtype=torch.float64, requires_grad=True); o = torch.optim.NAdam([w], lr=0.1); w.grad = -0.7 * w.detach(); o.step()
        const double PyTorch = 1.104953116755467;
        var here = Places(Optimizer.NAdam(0.1), start: 1, [0.1], [-0.7f]).Single();
        Assert.Equal(1.105645176326322, here, 1e-6);
        Assert.Equal(0.0066, (here - PyTorch) / (PyTorch - 1), 1e-4);
    }

    [Fact]
    public void AdaDelta_forgets_as_in_the_paper_by_default() => Assert.Equal(Optimizer.AdaDelta(1, decay: 0.95, epsilon: 1e-6), Optimizer.AdaDelta());

    /// <summary>Where each step leads a weight.</summary>
    private static List<double> Places(Optimizer optimizer, float start, double[] rates, float[] slopes)
    {
        var arena = new Arena();
        float* values = arena.Allocate(Panels.Alignment), gradients = arena.Allocate(Panels.Alignment), state0 = arena.Allocate(Panels.Alignment), state1 = arena.Allocate(Panels.Alignment);
        *values = start;
        var places = new List<double>();
        for (var step = 0; step < rates.Length; step++)
        {
            *gradients = slopes[step];
            optimizer.Update(new UpdateRange
            {
                Values = values,
                Gradients = gradients,
                State0 = state0,
                State1 = state1,
                Count = Panels.Alignment,
                Step = step + 1,
                LearningRate = rates[step],
                GradientScale = 1,
            });
            places.Add(*values);
        }
        GC.KeepAlive(arena);
        return places;
    }
}
