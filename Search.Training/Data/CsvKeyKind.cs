namespace HyperSearch.Training;

/// <summary>What a column to split by has.</summary>
internal enum CsvKeyKind { Text, Number, Time }
