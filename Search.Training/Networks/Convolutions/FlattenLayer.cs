using System.Runtime.CompilerServices;

namespace HyperSearch.Training;

/// <summary>From a pixel a row [height · width, channels] to an image a row [channels · height · width], the order in which
/// data sets have their images, and other programs flatten theirs.</summary>
internal sealed unsafe class FlattenLayer(ImageShape image) : Layer(image.Channels, (int)image.Numbers)
{
    public override bool ReadsInput => false;

    public override bool ReadsOutput => false;

    public override bool InPlaceForward => false;

    public override bool InPlaceBackward => false;

    public override int OutputPositions(int inputPositions) => 1;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Forward(Matrix input, Matrix output, in Pass pass)
    {
        for (var example = 0; example < output.Rows; example++)
        {
            var pixels = input.Part(example, image.Positions);
            var target = output.Row(example);
            for (var channel = 0; channel < image.Channels; channel++, target += image.Positions)
            {
                for (var position = 0; position < image.Positions; position++)
                    target[position] = pixels.Data[position * pixels.Stride + channel];
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Backward(Matrix input, Matrix output, Matrix outputGradient, Matrix inputGradient, in Pass pass)
    {
        for (var example = 0; example < output.Rows; example++)
        {
            var pixels = inputGradient.Part(example, image.Positions);
            var source = outputGradient.Row(example);
            for (var channel = 0; channel < image.Channels; channel++, source += image.Positions)
            {
                for (var position = 0; position < image.Positions; position++)
                    pixels.Data[position * pixels.Stride + channel] = source[position];
            }
        }
    }
}
