namespace HyperSearch;

/// <summary>
/// Where a settings function gets its values from. One function, three interpreters: tracing finds the space, a running
/// trial decodes the proposed point, fixed values replay a known setting.
/// </summary>
/// <remarks>
/// A settings function must be pure: the parameters it asks for may depend on nothing but the values it was given before.
/// Use the named members (<c>suggest.LogUniform</c>, <c>suggest.Choice</c>, …) rather than this one.
/// </remarks>
public interface ISuggest
{
    /// <summary>The value of <paramref name="parameter"/>. Asked again for the same parameter, it gives the same value.</summary>
    /// <exception cref="SpaceException">The name was defined before with another range.</exception>
    T Suggest<T>(Parameter<T> parameter);
}
