namespace HyperSearch.Training;

/// <summary>How a row of inputs is an image: [channels, height, width], as data sets have them.</summary>
/// <param name="Height">Pixels.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Channels">Numbers of a pixel: 1 for grey, 3 for colours.</param>
public sealed record ImageShape(int Height, int Width, int Channels = 1)
{
    internal long Numbers => (long)Height * Width * Channels;

    internal int Positions => Height * Width;

    internal string Text => $"{Channels} × {Height} × {Width}";

    /// <exception cref="ArgumentException">A size is less than 1, or there are more numbers than an array can hold.</exception>
    internal void Validate()
    {
        if (Height < 1 || Width < 1 || Channels < 1)
            throw new ArgumentException($"An image: `height, width and channels ≥ 1` must hold, but they are {Height}, {Width} and {Channels}.");
        if ((Int128)Height * Width * Channels > Arena.Largest)
            throw new ArgumentException($"An image of {Text} numbers is too large: there can be at most {Arena.Largest}.");
    }
}
