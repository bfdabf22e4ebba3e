namespace HyperSearch.Runner;

/// <summary>What a database answers to a statement. Where the statement waits to be sent, so does it: whoever asks for the value has all that waits sent.</summary>
internal sealed class Answer<T>
{
    private readonly Func<T>? _wait;
    private readonly Func<bool>? _isThere;
    private T? _value;
    private bool _hasValue;

    /// <summary>One that is there.</summary>
    public Answer(T value) => (_value, _hasValue) = (value, true);

    /// <param name="wait">Waits for the value.</param>
    /// <param name="isThere">Whether it need not be waited for.</param>
    public Answer(Func<T> wait, Func<bool> isThere) => (_wait, _isThere) = (wait, isThere);

    /// <summary>Whether it need not be waited for.</summary>
    public bool IsThere => _hasValue || _isThere!();

    /// <summary>The value.</summary>
    public T Value
    {
        get
        {
            if (!_hasValue)
                (_value, _hasValue) = (_wait!(), true);
            return _value!;
        }
    }

    /// <summary>What follows from the value, once that is asked for.</summary>
    public Answer<TOther> Then<TOther>(Func<T, TOther> next) => _hasValue ? new(next(Value)) : new(() => next(Value), () => IsThere);
}
