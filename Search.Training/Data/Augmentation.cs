namespace HyperSearch.Training;

/// <summary>What happens to a training image each time it is used; validation images stay as they are.</summary>
/// <param name="Rotation">Degrees: turned by a uniform angle in ± this, 0 … 180.</param>
/// <param name="Shift">Pixels: moved by uniform distances in ± this, across and down, at least 0.</param>
/// <param name="Flip">Mirrored left to right with this probability.</param>
/// <param name="Noise">Deviation of normal noise added to each pixel, at least 0.</param>
public sealed record Augmentation(double Rotation = 0, double Shift = 0, double Flip = 0, double Noise = 0)
{
    internal void Validate((int Height, int Width) imageSize)
    {
        if (Rotation is not (>= 0 and <= 180) || Shift is not (>= 0 and < double.PositiveInfinity) || Flip is not (>= 0 and <= 1) || Noise is not (>= 0 and < double.PositiveInfinity))
        {
            throw new ArgumentException(
                $"Augmentation: `0 ≤ rotation ≤ 180`, `shift ≥ 0`, `0 ≤ flip ≤ 1` and `noise ≥ 0` must hold, but they are {Rotation}, {Shift}, {Flip} and {Noise}.");
        }
        if (imageSize == default && (Rotation > 0 || Shift > 0 || Flip > 0))
            throw new ArgumentException("Augmentation: only images can be turned, moved or mirrored, but the data have no image size; noise alone is possible.");
    }

    /// <summary>Draws the source image, transformed at random, into the target. Outside the image it is 0.</summary>
    internal void Apply(ReadOnlySpan<float> source, Span<float> target, (int Height, int Width) size, ref RandomNumbers random)
    {
        if (Rotation > 0 || Shift > 0 || Flip > 0)
            Transform(source, target, size, ref random);
        else
            source.CopyTo(target);
        if (Noise == 0)
            return;
        for (var i = 0; i < target.Length; i++)
            target[i] += (float)(Noise * random.NextNormal());
    }

    /// <summary>Each target pixel looks up where it came from: around the centre turned back, moved back, mirrored; between four pixels linearly.</summary>
    private void Transform(ReadOnlySpan<float> source, Span<float> target, (int Height, int Width) size, ref RandomNumbers random)
    {
        var (sine, cosine) = Math.SinCos(random.NextBetween(-Rotation, Rotation) * Math.PI / 180);
        double right = random.NextBetween(-Shift, Shift), down = random.NextBetween(-Shift, Shift);
        double mirror = random.NextDouble() < Flip ? -1 : 1;
        double centerX = (size.Width - 1) / 2.0, centerY = (size.Height - 1) / 2.0;
        for (var y = 0; y < size.Height; y++)
        {
            for (var x = 0; x < size.Width; x++)
            {
                double u = x - centerX - right, v = y - centerY - down;
                double fromX = centerX + mirror * (cosine * u + sine * v), fromY = centerY - sine * u + cosine * v;
                target[y * size.Width + x] = Between(source, size, fromX, fromY);
            }
        }
    }

    private static float Between(ReadOnlySpan<float> image, (int Height, int Width) size, double x, double y)
    {
        int left = (int)Math.Floor(x), top = (int)Math.Floor(y);
        float s = (float)(x - left), t = (float)(y - top);
        var upper = Pixel(image, size, left, top) * (1 - s) + Pixel(image, size, left + 1, top) * s;
        var lower = Pixel(image, size, left, top + 1) * (1 - s) + Pixel(image, size, left + 1, top + 1) * s;
        return upper * (1 - t) + lower * t;
    }

    private static float Pixel(ReadOnlySpan<float> image, (int Height, int Width) size, int x, int y) =>
        (uint)x < (uint)size.Width && (uint)y < (uint)size.Height ? image[y * size.Width + x] : 0;
}
