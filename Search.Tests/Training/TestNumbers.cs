using HyperSearch.Training;

namespace Search.Tests;

/// <summary>Repeatable numbers for tests of the trainer.</summary>
internal static class TestNumbers
{
    public static float[] Normal(int count, ulong stream = 0)
    {
        var random = new RandomNumbers(20, RandomPurpose.Initialize, stream);
        var numbers = new float[count];
        for (var i = 0; i < count; i++)
            numbers[i] = (float)random.NextNormal();
        return numbers;
    }

    /// <summary>Rows of normal inputs with random labels.</summary>
    public static Dataset Data(int count, int features, int classes, ulong stream = 0)
    {
        var random = new RandomNumbers(21, RandomPurpose.Shuffle, stream);
        var labels = new int[count];
        for (var i = 0; i < count; i++)
            labels[i] = random.NextInt(classes);
        return Dataset.FromArrays("test", Normal(count * features, stream), labels, classes);
    }
}
