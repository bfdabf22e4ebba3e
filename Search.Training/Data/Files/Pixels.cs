namespace HyperSearch.Training;

/// <summary>A picture: [height, width, channels], 1 channel for grey, 3 for red, green and blue, each 0 … 255.</summary>
internal sealed record Pixels(int Height, int Width, int Channels, byte[] Values)
{
    /// <summary>The most pixels of a picture.</summary>
    public const int Most = 1 << 26;

    /// <exception cref="InvalidDataException">There are none, or more than can be.</exception>
    public static void CheckSize(long height, long width)
    {
        if (height < 1 || width < 1 || height > Most || width > Most || height * width > Most)
            throw new InvalidDataException($"a picture has 1 to {Most} pixels, but its header says {width} × {height}.");
    }

    /// <summary>The same picture in 0 … 1, a channel after the other: [channels, height, width]. Colours become grey as
    /// 0.299 red + 0.587 green + 0.114 blue (ITU-R BT.601); grey becomes three equal channels.</summary>
    public float[] ToPlanes(int channels)
    {
        var size = Height * Width;
        var planes = new float[channels * size];
        for (var i = 0; i < size; i++)
        {
            if (Channels == 3 && channels == 1)
            {
                planes[i] = (0.299f * Values[3 * i] + 0.587f * Values[3 * i + 1] + 0.114f * Values[3 * i + 2]) / 255;
                continue;
            }
            for (var channel = 0; channel < channels; channel++)
                planes[channel * size + i] = Values[i * Channels + (Channels == 1 ? 0 : channel)] / 255f;
        }
        return planes;
    }
}
