namespace HyperSearch.Training;

/// <summary>What random numbers are for: a part of their key, so that using more of one does not shift another.</summary>
internal enum RandomPurpose : uint { Initialize = 1, Shuffle = 2, Dropout = 3, Augment = 4, Split = 5, DrawDigits = 6, DropConnect = 7 }
