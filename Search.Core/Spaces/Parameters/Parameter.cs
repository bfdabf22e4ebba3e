namespace HyperSearch;

/// <summary>
/// One dimension of a search space: a name, the values it may take, and their encoding as a number.
/// </summary>
/// <remarks>
/// Strategies see only codes. A numeric or ordinal parameter is encoded to [0,1], both ends exact, so that a
/// uniform code is a uniform draw on the parameter's own scale; a categorical one is encoded to the index of its
/// option, 0 … <see cref="Levels"/>−1, without order. For every value v that the parameter can take,
/// <c>Decode(Encode(v)) == v</c>.
/// </remarks>
public abstract record Parameter
{
    private protected Parameter(string name)
    {
        if (string.IsNullOrWhiteSpace(name))
            throw new SpaceException("A parameter needs a name, but the name is empty.");
        if (name.Contains('\0', StringComparison.Ordinal))
            throw new SpaceException($"Parameter '{name.Replace("\0", "\\0", StringComparison.Ordinal)}': a name cannot have a NUL character in it.");
        Name = name;
    }

    /// <summary>The name, unique within its space.</summary>
    public string Name { get; }

    /// <summary>Whether codes are option indices without order, rather than numbers in [0,1].</summary>
    public virtual bool IsCategorical => false;

    /// <summary>How many distinct values there are; null for a continuous parameter, and where an int cannot count them.</summary>
    public abstract int? Levels { get; }

    /// <summary>What the study's record keeps of the definition, and what is compared when it is opened again.</summary>
    public abstract ParameterDefinition Definition { get; }

    /// <summary>The code of value number <paramref name="level"/>, 0 … <see cref="Levels"/>−1, lowest first.</summary>
    /// <exception cref="NotSupportedException">The parameter is continuous.</exception>
    public abstract double CodeOfLevel(int level);

    /// <summary>The number of the value that <paramref name="code"/> decodes to; inverse of <see cref="CodeOfLevel"/>.</summary>
    /// <exception cref="NotSupportedException">The parameter is continuous.</exception>
    public abstract int LevelOf(double code);

    /// <summary>The code of the value that <paramref name="code"/> decodes to. Codes beyond the ends give the ends.</summary>
    public abstract double Snap(double code);

    /// <summary>The value behind a code, as it is recorded and printed.</summary>
    public abstract ParameterValue ValueOf(double code);

    /// <summary>The code of a recorded or typed value; inverse of <see cref="ValueOf"/>.</summary>
    /// <exception cref="SpaceException">The value is not one the parameter can take; the message names the bounds.</exception>
    public abstract double CodeOf(ParameterValue value);

    /// <summary>The definition of this parameter over the values between two codes; of the option itself where it is a choice.</summary>
    public ParameterDefinition Between(double low, double high)
    {
        if (Definition.Options is { } options)
            return Definition with { Options = [.. options.Skip(LevelOf(low)).Take(LevelOf(high) - LevelOf(low) + 1)] };
        return Definition with { Low = ValueOf(low).Number, High = ValueOf(high).Number };
    }

    /// <summary>This parameter over a part of its values, which stay of the same type.</summary>
    /// <param name="narrower">A definition of the same kind, all of whose values this parameter has.</param>
    public abstract Parameter WithRange(ParameterDefinition narrower);

    /// <summary>The code that stands for a value nobody gave: the middle of a range, the first option.</summary>
    internal double Middle => IsCategorical ? 0 : 0.5;

    /// <summary>Whether another parameter is defined alike, its name included.</summary>
    internal bool IsDefinedAs(Parameter other) => Equals(other) || Definition.Equals(other.Definition);

    /// <summary>The definition in one line, for messages.</summary>
    public sealed override string ToString() => Definition.ToString();

    private protected SpaceException Outside(object value, string rule) =>
        new($"Parameter '{Name}': {rule}, but the value is {value}.");

    private protected double Checked(double code) => double.IsNaN(code)
        ? throw new ArgumentException($"Parameter '{Name}' has no value: its code is NaN, which marks it as inactive.", nameof(code))
        : code;
}

/// <summary>A parameter whose values are of type <typeparamref name="T"/>.</summary>
public abstract record Parameter<T> : Parameter
{
    private protected Parameter(string name) : base(name) { }

    /// <summary>The value behind a code.</summary>
    public abstract T Decode(double code);

    /// <summary>The code of a value.</summary>
    /// <exception cref="SpaceException">The value is not one the parameter can take.</exception>
    public abstract double Encode(T value);

    /// <inheritdoc/>
    public abstract override Parameter<T> WithRange(ParameterDefinition narrower);

    /// <inheritdoc/>
    public override double Snap(double code) => Encode(Decode(code));
}
