namespace HyperSearch.Core;

/// <summary>Calls a settings function that may reject what it is given.</summary>
internal static class SettingsCall
{
    /// <summary>The reason of what <c>Study.Forbid</c> forbids.</summary>
    public const string Forbidden = "the study's Forbid";

    /// <summary>Calls the settings function; whether it has rejected the values is in <see cref="IRejectable.Rejection"/> then.</summary>
    /// <returns>What else it threw; null for nothing.</returns>
    public static Exception? Run(Action<ISuggest> settings, IRejectable values)
    {
        try
        {
            settings(values);
        }
        catch (RejectedException rejected)
        {
            values.Reject(rejected.Reason);
        }
#pragma warning disable CA1031 // The caller tells it, with the values that led there.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            // After a rejection that the function itself has caught, nothing that it does counts.
            return values.Rejection is null ? exception : null;
        }
        return null;
    }

    /// <summary>The settings function of a study and what it forbids, in one.</summary>
    public static Action<ISuggest> With<TSettings>(Func<ISuggest, TSettings> settings, Func<TSettings, bool>? forbid) => forbid is null
        ? suggest => settings(suggest)
        : suggest =>
        {
            if (!forbid(settings(suggest)))
                return;
            // Without an exception where it can be: forbidden combinations may be most of those that are drawn.
            if (suggest is IRejectable rejectable)
                rejectable.Reject(Forbidden);
            else
                throw new RejectedException(Forbidden);
        };
}
