using System.Runtime.InteropServices;

namespace HyperSearch.Training;

/// <summary>How far training has come.</summary>
/// <param name="Epochs">Epochs trained, the present one in part: 2.25 after a quarter of the third.</param>
/// <param name="Total">Epochs that the settings ask for.</param>
/// <param name="StepLength">One mini-batch, in epochs.</param>
/// <param name="Reductions">How often the validation loss has stood still; see <see cref="Schedule.ReduceOnPlateau"/>.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Progress(double Epochs, double Total, double StepLength, int Reductions);
