namespace HyperSearch.Training;

/// <summary>How a folder of pictures is read: <see cref="Dataset.OpenImages"/>.</summary>
public sealed record ImageOptions
{
    /// <summary>Pixels that every picture is brought to, each new pixel the mean of what it covers, or linear between neighbours where the
    /// picture grows; null: all have the same size already.</summary>
    public (int Height, int Width)? Size { get; init; }

    /// <summary>1: grey, 3: red, green and blue; null: as the first picture, and all others must be so too.</summary>
    public int? Channels { get; init; }

    internal void Validate()
    {
        if (Channels is not (null or 1 or 3))
            throw new ArgumentException($"`channels` must be 1 (grey) or 3 (red, green and blue), but it is {Channels}.");
        if (Size is { } size && (size.Height < 1 || size.Width < 1 || (long)size.Height * size.Width > Pixels.Most))
            throw new ArgumentException($"The size of the pictures must be 1 to {Pixels.Most} pixels, but it is {size.Height} × {size.Width}.");
    }
}
