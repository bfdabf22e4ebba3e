namespace HyperSearch.Training;

/// <summary>What belongs to each row of a table.</summary>
/// <param name="Outcomes">Numbers to predict, or 1 for a label, or none.</param>
/// <param name="Keys">Columns to split by.</param>
internal readonly record struct RowShape(int Features, int Outcomes, bool HasLabels, int Keys)
{
    /// <summary>Bytes of a row: 4 for each input and each number to predict or label, 8 for each key.</summary>
    public int Bytes => checked((Features + Outcomes) * sizeof(float) + Keys * sizeof(double));
}
