namespace HyperSearch.Training;

internal sealed record GradientDescentOptimizer(double LearningRate) : Optimizer(LearningRate)
{
    internal override int StateCount => DescentRule.StateCount;

    internal override void Update(in UpdateRange range) => UpdateKernel.Run(range, new DescentRule(range));
}
