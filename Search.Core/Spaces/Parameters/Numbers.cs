using System.Globalization;

namespace HyperSearch.Core;

internal static class Numbers
{
    /// <summary>The number that a recorded or typed value stands for.</summary>
    public static double Read(Parameter parameter, ParameterValue value)
    {
        if (value.Number is { } number)
            return number;
        if (double.TryParse(value.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out number))
            return number;
        throw new SpaceException($"Parameter '{parameter.Name}' takes a number ({parameter}), but the value is '{value.Text}'.");
    }
}
