using System.Diagnostics.CodeAnalysis;
using HyperSearch.Core;

namespace HyperSearch;

/// <summary>The ways to ask for a value, by the names of the distributions that an unguided search draws from.</summary>
public static class SuggestMembers
{
    extension(ISuggest suggest)
    {
        /// <summary>A real number in [low, high], uniform.</summary>
        /// <param name="name">The parameter's name.</param>
        /// <param name="low">The smallest value.</param>
        /// <param name="high">The largest value, above <paramref name="low"/>.</param>
        /// <param name="step">The distance of neighbouring values; must divide high − low. None: continuous.</param>
        /// <exception cref="SpaceException">The bounds or the step contradict each other.</exception>
        public double Uniform(string name, double low, double high, double? step = null) =>
            suggest.Suggest(new FloatParameter(name, low, high, Scale.Linear, step));

        /// <summary>A real number in [low, high] with a uniform logarithm: <c>10^uniform(log10 low, log10 high)</c>.</summary>
        /// <exception cref="SpaceException">low ≥ high, or low is not positive.</exception>
        public double LogUniform(string name, double low, double high) =>
            suggest.Suggest(new FloatParameter(name, low, high, Scale.Log));

        /// <summary>A whole number in [low, high], all with the same weight.</summary>
        /// <exception cref="SpaceException">low ≥ high, or the step does not divide high − low.</exception>
        public int Int(string name, int low, int high, int step = 1) =>
            suggest.Suggest(new IntParameter(name, low, high, Scale.Linear, step));

        /// <summary>A whole number in [low, high] with a uniform logarithm.</summary>
        /// <exception cref="SpaceException">low ≥ high, or low is not positive.</exception>
        public int LogInt(string name, int low, int high) =>
            suggest.Suggest(new IntParameter(name, low, high, Scale.Log));

        /// <summary>One of several options without order.</summary>
        /// <exception cref="SpaceException">There is no option, or one stands twice.</exception>
        public T Choice<T>(string name, params IReadOnlyList<T> options) =>
            suggest.Suggest(new ChoiceParameter<T>(name, options));

        /// <summary>One of the members of an enumeration, without order.</summary>
        public T Choice<T>(string name) where T : struct, Enum =>
            suggest.Suggest(new ChoiceParameter<T>(name, Enum.GetValues<T>()));

        /// <summary>One of several options in order, such as batch sizes.</summary>
        /// <exception cref="SpaceException">There is no option, or one stands twice.</exception>
        public T Ordinal<T>(string name, params IReadOnlyList<T> options) =>
            suggest.Suggest(new OrdinalParameter<T>(name, options));

        /// <summary>True or false.</summary>
        public bool Bool(string name) => suggest.Choice(name, false, true);

        /// <summary>
        /// Says that the values given so far do not go together, such as a kernel that is larger than its image: <c>if (kernel > size)
        /// suggest.Reject("the kernel is larger than the image");</c>. The search draws another combination; no trial is made of this
        /// one. What is a condition on the settings as a whole can be said with <c>Study.Forbid</c> instead.
        /// </summary>
        /// <remarks>
        /// It does not return. Ask for all values before, so that tracing finds every parameter also where most combinations are
        /// rejected. Like all that the function does, it may depend on nothing but the values.
        /// </remarks>
        /// <param name="reason">Why, for whoever enqueues such a setting, or has rejected everything.</param>
        /// <exception cref="RejectedException">Always.</exception>
        [DoesNotReturn]
        public void Reject(string reason)
        {
            (suggest as IRejectable)?.Reject(reason);
            throw new RejectedException(reason);
        }
    }
}
