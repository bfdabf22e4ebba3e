namespace HyperSearch.Training;

/// <summary>How well one class is told from the others. An example is taken for the class with the greatest probability, of equal ones the first.</summary>
/// <param name="Weight">Of the examples of this class: their number, where none has a weight.</param>
/// <param name="Precision">Of what was taken for this class, the share that is of it; 0 where nothing was.</param>
/// <param name="Recall">Of what is of this class, the share that was taken for it; 0 where nothing is.</param>
/// <param name="F1">2 · precision · recall / (precision + recall), the harmonic mean; 0 where both are.</param>
/// <param name="Auc">The area under the receiver operating characteristic: the chance that an example of this class has a greater probability
/// of it than one of another class, equal ones counting half (Hanley and McNeil 1982). NaN where there are none of this class, or no others.</param>
public sealed record ClassScores(double Weight, double Precision, double Recall, double F1, double Auc);
