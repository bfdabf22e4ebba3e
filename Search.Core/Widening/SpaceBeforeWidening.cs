namespace HyperSearch.Core;

/// <summary>A space as it was before it was widened.</summary>
public static class SpaceBeforeWidening
{
    extension(SearchSpace space)
    {
        /// <summary>
        /// This space as it was before it was widened: the same settings function asks for the parameters of that time, in the ranges
        /// of that time, so that it tells which are active.
        /// </summary>
        /// <param name="parameters">The parameters of that time, in order; each of these has one of the same name and kind that has all of its values.</param>
        public SearchSpace BeforeWidening(IReadOnlyList<ParameterDefinition> parameters)
        {
            Parameter[] then = [.. parameters.Select(definition => space[space.IndexOf(definition.Name)].WithRange(definition))];
            if (space.Settings is not { } settings)
                return new(then) { IsBeforeWidening = true };
            var byName = parameters.ToDictionary(definition => definition.Name, StringComparer.Ordinal);
            var traced = space.IsConditional || space.HasRejections ? SpaceTracer.Trace(Settings, requireAllowed: false) : null;
            return new(then, Settings, traced?.IsConditional ?? false, traced?.HasRejections ?? false) { IsBeforeWidening = true };

            void Settings(ISuggest suggest) => settings(new ValuesBeforeWidening(suggest, byName));
        }
    }
}
