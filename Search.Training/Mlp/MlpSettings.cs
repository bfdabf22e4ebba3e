namespace HyperSearch.Training;

/// <summary>Everything that decides how a multilayer perceptron is built and trained.</summary>
public sealed record MlpSettings
{
    // What dropout and DropConnect have room for in the keys of their masks.
    private const int MostHidden = 256;

    /// <summary>Blocks of convolutions before the hidden layers, first to last; empty: a multilayer perceptron. What the last one puts out
    /// goes on as a row of numbers in the order [channels, height, width].</summary>
    public IReadOnlyList<Convolution> Convolutions { get; init; } = [];

    /// <summary>How a row of inputs is the image that the first convolution reads; null: as the training data say.</summary>
    public ImageShape? Image { get; init; }

    /// <summary>Widths of the hidden layers, first to last; empty: a linear model.</summary>
    public IReadOnlyList<int> Hidden { get; init; } = [100];

    /// <summary>Of each hidden layer and each convolution.</summary>
    public Activation Activation { get; init; } = Activation.Relu;

    /// <summary>Of every layer's weights.</summary>
    public Initialization Initialization { get; init; } = Initialization.HeNormal;

    /// <summary>Of each hidden layer and each convolution.</summary>
    public Normalization Normalization { get; init; } = Normalization.None;

    public Loss Loss { get; init; } = Loss.SoftmaxCrossEntropy;

    public Optimizer Optimizer { get; init; } = Optimizer.Sgd(0.01);

    /// <summary>What the optimizer's learning rate is multiplied by as training goes on.</summary>
    public Schedule Schedule { get; init; } = Schedule.Constant;

    /// <summary>λ₁: adds λ₁ Σ |w| over the weights (not the biases) to the loss. With <see cref="L2"/>: the elastic net.</summary>
    public double L1 { get; init; }

    /// <summary>λ₂: adds ½ λ₂ Σ w² over the weights (not the biases) to the loss, hence λ₂ w to their gradients.</summary>
    public double L2 { get; init; }

    /// <summary>Gradients longer than this, all parameters taken together, are shortened to it. Pascanu, Mikolov and Bengio 2013, algorithm 1.</summary>
    public double? ClipNorm { get; init; }

    /// <summary>Probability with which each number that a hidden layer puts out is dropped in training, in [0, 1). Convolutions drop
    /// nothing.</summary>
    public double Dropout { get; init; }

    /// <summary>Probability with which each weight (not the biases) of a hidden layer is dropped in training, in [0, 1), the same ones for all
    /// rows of a mini-batch; the others are divided by 1 − p, and all are as they are in inference. Wan et al. 2013.</summary>
    public double DropConnect { get; init; }

    /// <summary>s in [0, 1): the share of the target that is spread over all classes. Softmax cross-entropy only. What is reported is
    /// the loss without it: <see cref="Scores.Loss"/>.</summary>
    public double LabelSmoothing { get; init; }

    /// <summary>What happens to each training image before it is used; null: nothing.</summary>
    public Augmentation? Augmentation { get; init; }

    /// <summary>When to end early and go back to the best weights; null: train all epochs and keep the last.</summary>
    public EarlyStopping? EarlyStopping { get; init; }

    /// <summary>Rows in a mini-batch; the last of an epoch has what is left. At most the training set's size is used. With batch
    /// normalization at least 2; fewer than 8 rows that are left, and at most half a mini-batch, then join the one before.</summary>
    public int BatchSize { get; init; } = 128;

    /// <summary>Passes over the training data.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>k of <see cref="Scores.TopKAccuracy"/>.</summary>
    public int TopK { get; init; } = 1;

    /// <summary>Decides the first weights, the order of the mini-batches, what is dropped and how images are changed, each independently.</summary>
    public ulong Seed { get; init; }

    /// <summary>Refuses values and combinations that make no sense, with the rule and the values.</summary>
    /// <exception cref="ArgumentException"/>
    public void Validate()
    {
        Check(Hidden.Count <= MostHidden, $"There can be at most {MostHidden} hidden layers, but there are {Hidden.Count}.");
        Check(Convolutions.Count <= MostHidden, $"There can be at most {MostHidden} convolutions, but there are {Convolutions.Count}.");
        Check(Convolutions.All(convolution => convolution is not null), "Every convolution must be given, but one is null.");
        Check(Hidden.All(width => width >= 1), $"Every hidden width must be at least 1, but they are [{string.Join(", ", Hidden)}].");
        Check(BatchSize >= 1, $"`batch size ≥ 1` must hold, but it is {BatchSize}.");
        Check(Epochs >= 1, $"`epochs ≥ 1` must hold, but it is {Epochs}.");
        Check(TopK >= 1, $"`top k ≥ 1` must hold, but it is {TopK}.");
        Check(L1 is >= 0 and < double.PositiveInfinity, $"`L1 ≥ 0` must hold, but it is {L1}.");
        Check(L2 is >= 0 and < double.PositiveInfinity, $"`L2 ≥ 0` must hold, but it is {L2}.");
        Check(ClipNorm is null or (> 0 and < double.PositiveInfinity), $"`clip norm > 0` must hold, but it is {ClipNorm}.");
        Check(Dropout is >= 0 and < 1, $"`0 ≤ dropout < 1` must hold, but it is {Dropout}.");
        Check(DropConnect is >= 0 and < 1, $"`0 ≤ DropConnect < 1` must hold, but it is {DropConnect}.");
        Check(LabelSmoothing is >= 0 and < 1, $"`0 ≤ label smoothing < 1` must hold, but it is {LabelSmoothing}.");
        Check(LabelSmoothing == 0 || Loss.ReadsLabels, $"Label smoothing ({LabelSmoothing}) needs softmax cross-entropy: the other losses have no single label to smooth.");
        Check(
            Optimizer.DecoupledDecay == 0 || L2 == 0,
            $"AdamW's weight decay ({Optimizer.DecoupledDecay}) and L2 ({L2}) are two ways of the same thing: set one of them to 0.");
        Check(Hidden.Count > 0 || Dropout == 0, $"Dropout ({Dropout}) acts on hidden layers, but there are none.");
        Check(Hidden.Count > 0 || DropConnect == 0, $"DropConnect ({DropConnect}) acts on hidden layers, but there are none.");
        Check(Hidden.Count + Convolutions.Count > 0 || Normalization is NoNormalization, "Normalization acts on hidden layers and convolutions, but there are none.");
        Check(
            BatchSize >= 2 || Normalization is not BatchNormalization || Optimizer is GradientDescentOptimizer,
            $"Batch normalization needs mini-batches of at least 2 rows, as one row has no variance, but `batch size` is {BatchSize}: use layer normalization, or larger mini-batches.");
        Optimizer.Validate();
        Schedule.Validate();
        Activation.Validate();
        Initialization.Validate();
        Normalization.Validate(Hidden, [.. Convolutions.Select(convolution => convolution.Filters)]);
        Image?.Validate();
        if (Image is not null)
            _ = Convolutions.Aggregate(Image, (image, convolution) => convolution.Output(image));
        EarlyStopping?.Validate();
    }

    /// <summary>Refuses data that do not fit the settings or each other.</summary>
    internal void Validate(Dataset training, Dataset validation)
    {
        Validate();
        Check(training.Count > 0 && validation.Count > 0, $"Training and validation need at least one example each, but they have {training.Count} and {validation.Count}.");
        Check(
            training.Count >= 2 || Normalization is not BatchNormalization,
            $"Batch normalization needs at least 2 examples to train on, as one has no variance, but {training.Name} has {training.Count}.");
        Check(
            (training.Features, training.Outputs, training.HasLabels) == (validation.Features, validation.Outputs, validation.HasLabels),
            $"Training and validation must have the same features and outputs, but they have {training.Features} and {validation.Features} features, {training.Outputs} and {validation.Outputs} outputs.");
        Check(training.HasLabels || !Loss.ReadsLabels, $"Softmax cross-entropy needs labels, but {training.Name} has targets: use another loss.");
        Check(!training.HasLabels || TopK <= training.Classes, $"`top k ≤ classes` must hold, but k={TopK} and {training.Name} has {training.Classes} classes.");
        Augmentation?.Validate(training.ImageSize);
        NetworkSize.Of(For(training), training.Features, training.Outputs, MiniBatchesOf(training.Count).Longest);
    }

    /// <summary>These settings with the size of the images that convolutions are to read.</summary>
    /// <exception cref="ArgumentException">The data have no such images.</exception>
    internal MlpSettings For(Dataset data)
    {
        if (Convolutions.Count == 0)
            return this;
        var (height, width) = data.ImageSize;
        Check(Image is not null || height > 0, $"Convolutions need images, but {data.Name} has no image size: give it to the data, or set `image`.");
        var image = Image ?? new ImageShape(height, width, data.Features / (height * width));
        Check(
            image.Numbers == data.Features && (height == 0 || (image.Height, image.Width) == (height, width)),
            $"The image that convolutions read must be that of the data, but it is {image.Text}, and {data.Name} has {data.Features} features{(height == 0 ? "" : $" in images of {height} × {width}")}.");
        return this with { Image = image };
    }

    /// <summary>How so many rows are dealt into the mini-batches of an epoch.</summary>
    internal MiniBatches MiniBatchesOf(int rows) => new(
        rows,
        Optimizer is GradientDescentOptimizer ? rows : Math.Min(BatchSize, rows),
        JoinsFewRows: Normalization is BatchNormalization);

    private static void Check(bool holds, string message)
    {
        if (!holds)
            throw new ArgumentException(message);
    }
}
