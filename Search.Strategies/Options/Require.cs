using System.Globalization;
using System.Runtime.CompilerServices;

namespace HyperSearch.Strategies;

/// <summary>What the settings of strategies and pruners may be, checked where they are set.</summary>
internal static class Require
{
    /// <summary>Gives the value where the rule holds.</summary>
    /// <param name="holds">Whether it does.</param>
    /// <param name="rule">The rule, such as <c>1 &lt;= Rounds</c>.</param>
    /// <param name="value">What was given.</param>
    /// <param name="name">The property's or parameter's name.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rule does not hold; the message says the rule, then the value.</exception>
    public static T That<T>(bool holds, string rule, T value, [CallerMemberName] string name = "") => holds
        ? value
        : throw new ArgumentOutOfRangeException(name, string.Create(CultureInfo.InvariantCulture, $"`{rule}` must hold, but {name}={value}."));
}
