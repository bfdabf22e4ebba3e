namespace HyperSearch.Training;

internal sealed record AdamWOptimizer(double LearningRate, double WeightDecay, double Beta1, double Beta2, double Epsilon) : Optimizer(LearningRate)
{
    internal override int StateCount => AdamRule.StateCount;

    internal override double DecoupledDecay => WeightDecay;

    internal override void Validate()
    {
        base.Validate();
        Check(WeightDecay is >= 0 and < double.PositiveInfinity, "weight decay ≥ 0", WeightDecay);
        CheckMoments(Beta1, Beta2, Epsilon);
    }

    internal override void Update(in UpdateRange range) => UpdateKernel.Run(range, new AdamRule(range, Beta1, Beta2, Epsilon));
}
