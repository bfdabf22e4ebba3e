namespace HyperSearch.Training;

/// <summary>
/// The windows that a convolution looks through, over an image [height][width][channels] that lies contiguously, its border of
/// zeros included. A window is <see cref="Lines"/> runs of adjacent floats, and neighbouring windows overlap: they are read
/// where they are, and the matrix of windows ("im2col") is never made.
/// </summary>
/// <param name="Size">Pixels of a window, down and across.</param>
/// <param name="Stride">Pixels from a window to the next, down and across.</param>
/// <param name="Width">Pixels of the image across.</param>
/// <param name="Channels">Numbers of a pixel.</param>
/// <param name="Down">Windows from top to bottom.</param>
/// <param name="Across">Windows from left to right.</param>
internal sealed record ImageWindows(int Size, int Stride, int Width, int Channels, int Down, int Across)
{
    /// <summary>Runs of a window.</summary>
    public int Lines => Size;

    /// <summary>Floats of a run.</summary>
    public int Run => Size * Channels;

    /// <summary>Floats from a run to that below.</summary>
    public nint Pitch => (nint)Width * Channels;

    /// <summary>Floats from a window to that on its right.</summary>
    public nint Step => (nint)Stride * Channels;

    /// <summary>Floats from a window to that below.</summary>
    public nint StepDown => Stride * Pitch;

    public int Count => Down * Across;

    /// <summary>The pixel in the upper left corner of a window, both counted line by line.</summary>
    public int Corner(int window) => window / Across * Stride * Width + window % Across * Stride;
}
