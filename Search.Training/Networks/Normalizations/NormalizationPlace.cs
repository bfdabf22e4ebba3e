namespace HyperSearch.Training;

/// <summary>Where a hidden layer's normalization stands.</summary>
public enum NormalizationPlace
{
    /// <summary>dense → normalization → activation; the dense layer then has no bias, as β takes its place.</summary>
    BeforeActivation,

    /// <summary>dense → activation → normalization.</summary>
    AfterActivation,
}
